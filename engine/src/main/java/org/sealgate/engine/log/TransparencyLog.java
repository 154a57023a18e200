package org.sealgate.engine.log;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.CheckpointSigner;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.MerkleHash;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TreeEdge;
import org.sealgate.bundle.TreeHead;

/**
 * The writer of the log: one tree that only grows, each of its sizes signed at most once.
 *
 * <p>A batch is appended and signed before it is forced, in memory alone. Forced, it is the state that the next one continues,
 * and may be shown; rolled back, nothing of it is left. So no two checkpoints of one size leave this object, and none leaves it
 * that the journal does not have.
 */
public final class TransparencyLog {
    /** A machine's clock may be set back a little while it starts. */
    private static final long CLOCK_SLACK_MILLIS = 2000;

    /** Each tile is built once at start, not once a batch. */
    private static final int RESTORED_AT_ONCE = 1 << 14;

    private final CheckpointSigner signer;
    private final InstantSource clock;
    private final ShownLog shown;

    private final List<Digest> restored = new ArrayList<>();
    private TreeEdge edge = TreeEdge.empty();
    private @Nullable BatchEntry last;
    private @Nullable Staged staged;

    /** A batch between its signing and its force. */
    private record Staged(BatchEntry entry, TreeEdge.Growth growth, List<Bytes> leaves) {}

    public TransparencyLog(CheckpointSigner signer, InstantSource clock, LogFiles files) {
        this.signer = signer;
        this.clock = clock;
        this.shown = new ShownLog(files);
    }

    /** At start, for each batch of the journal in order. Returns how many leaves it has. */
    public int restore(Bytes kept) throws IOException {
        BatchEntry entry = BatchEntry.of(kept);
        requireNext(entry);
        restored.addAll(entry.leaves());
        if (restored.size() >= RESTORED_AT_ONCE) {
            growBack();
        }
        last = entry;
        return entry.leaves().size();
    }

    private void growBack() throws IOException {
        TreeEdge.Growth growth = edge.append(restored);
        shown.restore(growth.tiles());
        edge = growth.edge();
        restored.clear();
    }

    private void requireNext(BatchEntry entry) {
        BatchEntry before = last;
        long size = before == null ? 0 : before.size();
        if (entry.first() != size) {
            throw new LogRefusal(
                    LogRefusal.Code.LOG_ENTRY,
                    "the journal's log has " + size + " leaves and goes on with leaf " + entry.first());
        }
        if (before != null && entry.at().isBefore(before.at())) {
            throw new LogRefusal(LogRefusal.Code.LOG_ENTRY, "the journal's log goes back in time at " + entry.first());
        }
    }

    /**
     * After the last batch: the root is what the last checkpoint says, and what others see is what the journal says. What is
     * missing there is made again.
     *
     * @param leaves read from the journal, by index
     */
    public void open(LongFunction<Bytes> leaves) throws IOException {
        growBack();
        BatchEntry newest = last;
        if (newest == null) {
            shown.openEmpty();
            return;
        }
        Checkpoint signed =
                Checkpoint.parse(SignedNote.parse(newest.checkpoint().toArray()).text());
        if (!signed.origin().equals(signer.key().name())) {
            throw new LogRefusal(
                    LogRefusal.Code.LOG_ORIGIN,
                    "the journal's log is " + signed.origin() + " and the key is of "
                            + signer.key().name());
        }
        if (!signed.head().equals(edge.head())) {
            throw new LogRefusal(
                    LogRefusal.Code.LOG_ROOT,
                    "the journal's leaves are not those of its last checkpoint, of size " + signed.size()
                            + "; restore the journal from a copy, nothing was changed");
        }
        if (clock.millis() + CLOCK_SLACK_MILLIS < newest.at().toEpochMilli()) {
            throw new LogRefusal(
                    LogRefusal.Code.LOG_CLOCK,
                    "the clock says " + clock.instant() + " and the last checkpoint is of " + newest.at()
                            + "; set the clock");
        }
        shown.open(signed.head(), newest.checkpoint(), leaves);
    }

    /** Adds leaves behind the last that were forced, and returns what the journal has to keep of it. */
    public Bytes append(List<Bytes> leaves) {
        List<Digest> hashes = new ArrayList<>(leaves.size());
        leaves.forEach(leaf -> hashes.add(MerkleHash.leaf(leaf)));
        TreeEdge.Growth growth = edge.append(hashes);
        TreeHead head = growth.edge().head();
        requireConsistent(growth, head);
        Bytes checkpoint =
                Bytes.copyOf(SignedNote.signed(Checkpoint.of(signer.key().name(), head), signer)
                        .toBytes());
        BatchEntry entry = new BatchEntry(edge.size(), now(), hashes, checkpoint);
        staged = new Staged(entry, growth, List.copyOf(leaves));
        return entry.toBytes();
    }

    /** From the tiles that others will see, not from the memory that the root comes from. */
    private void requireConsistent(TreeEdge.Growth growth, TreeHead head) {
        BatchEntry before = last;
        if (before != null) {
            Checkpoint signed = Checkpoint.parse(
                    SignedNote.parse(before.checkpoint().toArray()).text());
            shown.requireConsistent(signed.head(), head, growth.tiles());
        }
    }

    /** Log time never goes back, whatever the clock does. */
    private Instant now() {
        Instant now = Instant.ofEpochMilli(clock.millis());
        BatchEntry before = last;
        return before != null && before.at().isAfter(now) ? before.at() : now;
    }

    /** What was appended is on the disk: it may be shown, and the next batch continues it. */
    public void forced() {
        Staged batch = taken();
        edge = batch.growth().edge();
        last = batch.entry();
        shown.add(edge.head(), batch.entry().checkpoint(), batch.growth().tiles(), batch.leaves());
    }

    /** What was appended is not on the disk. */
    public void rolledBack() {
        taken();
    }

    private Staged taken() {
        Staged batch = staged;
        staged = null;
        if (batch == null) {
            throw new IllegalStateException("nothing was appended");
        }
        return batch;
    }

    /** Shows what is forced. From any thread; what could not be shown is tried again by the next call. */
    public void publish() throws IOException {
        shown.publish();
    }

    /** The newest batch that is forced, for the thread that forces them. */
    Optional<BatchEntry> last() {
        return Optional.ofNullable(last);
    }

    /** The tree that others see, and its checkpoint as they see it; empty before the first batch. */
    public Optional<ShownLog.Head> head() {
        return shown.head();
    }

    /** What others see. */
    public ShownLog shown() {
        return shown;
    }
}
