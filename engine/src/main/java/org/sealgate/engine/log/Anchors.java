package org.sealgate.engine.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.ConsistencyProof;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TimeSource;
import org.sealgate.bundle.TlogProof;
import org.sealgate.bundle.TreeHead;
import org.sealgate.bundle.Witness;

/**
 * Makes checkpoints complete for bundles: cosigned by the witnesses, stamped with the time, then kept in a file of their own
 * that is never changed. A bundle takes the first one that covers its leaf and is what is asked for now, so that it is the same bytes
 * each time. Where more is asked for than at that time, another is made, under a name of its own.
 *
 * <p>Nobody waits for this but who asks for a bundle: decisions are answered before, and one anchor covers all of them.
 */
public final class Anchors implements AutoCloseable {
    private static final String FOLDER = "anchors";
    private static final int DIGITS = 19;
    private static final Pattern NAME = Pattern.compile("[0-9]{19}(\\.[2-9]|\\.[1-9][0-9]{1,3})?");
    private static final long PATIENCE_MILLIS = 5000;
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final TransparencyLog log;
    private final LogFiles files;
    private final List<Witness> witnesses;
    private final Optional<TimeSource> time;
    /** By the size of its tree, how many there are: of one size the latest counts, for it was asked the most of. */
    private final NavigableMap<Long, Integer> made = new ConcurrentSkipListMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Thread thread = new Thread(this::run, "log-anchors");
    private volatile boolean closing;
    private volatile @Nullable String problem;

    /** Nothing is read yet: see {@link #open}. */
    public Anchors(TransparencyLog log, LogFiles files, List<Witness> witnesses, Optional<TimeSource> time) {
        this.log = log;
        this.files = files;
        this.witnesses = List.copyOf(witnesses);
        this.time = time;
        thread.setDaemon(true);
    }

    /** What a bundle carries of the log. */
    public record Evidence(Bytes proof, Bytes checkpoint, Optional<Bytes> token) {}

    /** After the log is open: finds the anchors, refuses those of another log, and goes on making them. */
    public void open() throws IOException {
        for (String name : files.names(FOLDER)) {
            if (NAME.matcher(name).matches()) {
                int count = name.length() > DIGITS ? Integer.parseInt(name.substring(DIGITS + 1)) : 1;
                made.merge(Long.parseLong(name.substring(0, DIGITS)), count, Math::max);
            }
        }
        if (!made.isEmpty()) {
            requireOurs(read(made.lastKey()).tree());
        }
        if (isOutsideAsked()) {
            thread.start();
        }
    }

    private void requireOurs(TreeHead anchored) throws IOException {
        TreeHead tree = log.head().map(ShownLog.Head::tree).orElse(null);
        if (tree == null || tree.size() < anchored.size()) {
            throw new LogRefusal(
                    LogRefusal.Code.LOG_ROLLBACK,
                    "a checkpoint of " + anchored.size() + " leaves was anchored and the journal has fewer"
                            + "; restore the journal from a copy, nothing was changed");
        }
        try {
            log.shown().consistency(anchored.size(), tree.size()).verify(anchored.root(), tree.root());
        } catch (LogProofException e) {
            throw new LogRefusal(
                    LogRefusal.Code.LOG_FORK,
                    "the checkpoint that was anchored, of size " + anchored.size() + ", is not of this journal");
        }
    }

    /** Whether anybody outside is asked for anything: then anchors are made without being asked for. */
    private boolean isOutsideAsked() {
        return time.isPresent() || !witnesses.isEmpty();
    }

    /** How many leaves no anchor covers yet. */
    public long behind() {
        long size = log.head().map(head -> head.tree().size()).orElse(0L);
        return made.isEmpty() ? size : size - made.lastKey();
    }

    /** What the last try failed with; empty where it did not. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * What proves a leaf, from the first anchor that covers it; makes one where there is none.
     *
     * @param body the leaf's entry
     * @throws ProofUnavailableException where somebody outside has not said what is needed: ask again later
     */
    public Evidence evidence(long index, Bytes body) throws IOException {
        Anchor anchor = covering(index).orElse(null);
        if (anchor == null) {
            anchor = make(index);
        }
        long size = anchor.tree().size();
        TlogProof proof = TlogProof.of(body, log.shown().inclusion(index, size), anchor.checkpoint());
        return new Evidence(Bytes.copyOf(proof.toBytes()), anchor.checkpoint(), anchor.token());
    }

    private Optional<Anchor> covering(long index) throws IOException {
        for (long size : made.tailMap(index + 1).keySet()) {
            Anchor anchor = read(size);
            if (isEnough(anchor)) {
                return Optional.of(anchor);
            }
        }
        return Optional.empty();
    }

    /** One that was made when less, or somebody else, was asked does not do. */
    private boolean isEnough(Anchor anchor) {
        return (time.isEmpty() || anchor.token().isPresent())
                && witnesses.stream().map(Witness::key).allMatch(anchor::isSignedBy);
    }

    private Anchor make(long index) throws IOException {
        lock.lock();
        try {
            Optional<Anchor> made = covering(index);
            if (made.isPresent()) {
                return made.get();
            }
            ShownLog.Head head =
                    log.head().orElseThrow(() -> new ProofUnavailableException("LOG_HIDDEN", "the log is empty"));
            if (head.tree().size() <= index) {
                throw new ProofUnavailableException("LOG_HIDDEN", "the log does not show this entry yet");
            }
            return make(head);
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock: somebody outside is asked for one checkpoint at a time. */
    private Anchor make(ShownLog.Head head) throws IOException {
        Bytes checkpoint = head.checkpoint();
        long size = head.tree().size();
        for (Witness witness : witnesses) {
            String lines =
                    witness.cosign(checkpoint, older -> consistency(older, size).hashes());
            checkpoint = Bytes.copyOf((text(checkpoint) + lines).getBytes(StandardCharsets.UTF_8));
        }
        byte[] stamped = checkpoint.toArray();
        Anchor anchor = new Anchor(checkpoint, time.map(source -> source.token(stamped)));
        requireUnchanged(anchor, head);
        return keep(size, anchor);
    }

    /** A stop in here leaves no anchor, and another is made; or this one, and it stands. */
    private Anchor keep(long size, Anchor anchor) throws IOException {
        while (true) {
            int count = made.getOrDefault(size, 0) + 1;
            boolean isNew = files.linkForced(name(size, count), anchor.toBytes());
            made.put(size, count);
            Anchor kept = isNew ? anchor : read(size);
            if (isNew || isEnough(kept)) {
                return kept;
            }
        }
    }

    private static String name(long size, int count) {
        String first = FOLDER + "/" + String.format(Locale.ROOT, "%0" + DIGITS + "d", size);
        return count == 1 ? first : first + "." + count;
    }

    private ConsistencyProof consistency(long older, long size) {
        try {
            return log.shown().consistency(older, size);
        } catch (IOException e) {
            throw new ProofUnavailableException("LOG_HIDDEN", "a tile could not be read", e);
        }
    }

    /** Whatever a witness's client hands back, the checkpoint under it stays the log's. */
    private static void requireUnchanged(Anchor anchor, ShownLog.Head head) {
        try {
            SignedNote note = SignedNote.parse(anchor.checkpoint().toArray());
            if (Checkpoint.parse(note.text()).head().equals(head.tree())
                    && text(anchor.checkpoint()).startsWith(text(head.checkpoint()))) {
                return;
            }
        } catch (LogProofException e) {
            throw new ProofUnavailableException("WITNESS_ANSWER", "a witness gave no note lines", e);
        }
        throw new ProofUnavailableException("WITNESS_ANSWER", "a witness changed the checkpoint");
    }

    private static String text(Bytes checkpoint) {
        return new String(checkpoint.toArray(), StandardCharsets.UTF_8);
    }

    private Anchor read(long size) throws IOException {
        String name = name(size, made.getOrDefault(size, 1));
        Bytes file = files.read(name).orElseThrow(() -> new IOException(name + " is gone"));
        try {
            Anchor anchor = Anchor.of(file);
            if (anchor.tree().size() == size) {
                return anchor;
            }
        } catch (JsonException | LogProofException | IllegalArgumentException e) {
            throw new LogRefusal(LogRefusal.Code.LOG_FILE, name + " is no anchor: " + e.getMessage());
        }
        throw new LogRefusal(LogRefusal.Code.LOG_FILE, name + " is an anchor of another size");
    }

    private void run() {
        while (!closing) {
            LockSupport.parkNanos(PAUSE_NANOS);
            if (!closing && behind() > 0) {
                anchor();
            }
        }
    }

    private void anchor() {
        lock.lock();
        try {
            ShownLog.Head head = log.head().orElse(null);
            if (head != null && covering(head.tree().size() - 1).isEmpty()) {
                make(head);
            }
            problem = null;
        } catch (IOException | RuntimeException e) {
            // whatever keeps somebody outside from answering, the next round asks again; bundles wait meanwhile
            problem = String.valueOf(e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /** Ends the making of anchors; those that there are stay readable. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
