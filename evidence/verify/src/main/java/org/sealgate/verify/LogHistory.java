package org.sealgate.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.ConsistencyProof;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.TileFolder;
import org.sealgate.bundle.TreeHashes;

/**
 * Whether the log is still the one that the reader of the evidence has seen: {@code --checkpoint} is one seen before, {@code --log} the
 * log's files as they are now.
 *
 * <p>One size with two roots is a fork without further proof. A log that is smaller than it was is rolled back. Otherwise the tiles give
 * the proof that the one tree begins with the other, and it is verified against the two signed roots: the tiles themselves are
 * trusted for nothing. A bundle may be older than what was seen, for bundles are kept.
 */
final class LogHistory {
    private static final String SEEN = "--checkpoint";
    private static final String LOG = "--log";

    /** As much as is read of the log's own. */
    private static final int MOST_CHECKPOINT_BYTES = 1 << 20;

    private final KnownLogs logs;
    private final Optional<byte[]> seenNote;
    private final Optional<TileFolder> tiles;
    private final Optional<byte[]> nowNote;
    private final List<String> notes;
    private boolean open;

    /** Reads what is at hand. */
    LogHistory(KnownLogs logs, Expectations expectations, List<String> notes) {
        this.logs = logs;
        this.seenNote = expectations.checkpoint().map(LogHistory::bytes);
        this.tiles = expectations.log().map(TileFolder::new);
        this.nowNote = tiles.map(LogHistory::checkpoint);
        this.notes = notes;
    }

    boolean isAsked() {
        return seenNote.isPresent() || nowNote.isPresent();
    }

    /** Whether the log at hand is too old to say anything about the bundle's checkpoint. */
    boolean isOpen() {
        return open;
    }

    /** Compares whatever there is of the bundle's checkpoint, the one seen before and the log's. */
    void compare(Optional<Checkpoint> bundles, Problems problems) {
        if (!isAsked()) {
            notes.add("NOT CHECKED: whether the log's history is one; --checkpoint FILE and --log DIR compare");
            return;
        }
        Optional<Checkpoint> seen = seenNote.flatMap(note -> signed(note, SEEN, problems));
        Optional<Checkpoint> now = nowNote.flatMap(note -> signed(note, LOG + "/checkpoint", problems));
        if (bundles.isPresent() && seen.isPresent()) {
            unlikeRoots(seen.get(), bundles.get(), SEEN, problems);
        }
        if (now.isEmpty()) {
            if (nowNote.isEmpty()) {
                notes.add("NOT CHECKED: whether one tree begins with the other; --log DIR has the tiles for that");
            }
            return;
        }
        seen.ifPresent(before -> grown(before, now.get(), tiles.orElseThrow(), problems));
        bundles.ifPresent(bundle -> held(bundle, now.get(), tiles.orElseThrow(), problems));
    }

    /** What was seen before is the beginning of the log as it is now. */
    private static void grown(Checkpoint before, Checkpoint now, TileFolder tiles, Problems problems) {
        if (now.size() < before.size()) {
            problems.add(Code.LOG_ROLLBACK, LOG, "at least the " + before.size() + " entries seen", now.size() + "");
        } else {
            begins(before, now, tiles, problems);
        }
    }

    /** The tree of the bundle's checkpoint is the beginning of the log as it is now. */
    private void held(Checkpoint bundle, Checkpoint now, TileFolder tiles, Problems problems) {
        if (now.size() < bundle.size()) {
            open = true;
        } else {
            begins(bundle, now, tiles, problems);
        }
    }

    private static void begins(Checkpoint older, Checkpoint newer, TileFolder tiles, Problems problems) {
        if (older.size() == newer.size()) {
            unlikeRoots(older, newer, LOG, problems);
            return;
        }
        try {
            TreeHashes hashes = new TreeHashes(tiles);
            ConsistencyProof proof = hashes.consistency(older.size(), newer.size());
            // first whether the tiles are the signed tree's at all: a damaged copy is no fork
            hashes.verify(newer.head());
            proof.verify(older.root(), newer.root());
        } catch (LogProofException refused) {
            problems.add(LOG, "a log that begins with the tree of " + older.size(), refused);
        } catch (NoSuchFileException missing) {
            problems.add(Code.LOG_PROOF_MISSING, LOG, "all tiles of the log", "none at " + missing.getFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unlikeRoots(Checkpoint one, Checkpoint other, String pointer, Problems problems) {
        if (one.size() == other.size()) {
            problems.requireEqual(Code.LOG_FORK, pointer, one.root(), other.root());
        }
    }

    /** The checkpoint, where its log has signed it. */
    private Optional<Checkpoint> signed(byte[] note, String pointer, Problems problems) {
        Problems own = new Problems();
        Optional<Checkpoint> opened = logs.open(note, pointer, own).map(KnownLogs.Opened::checkpoint);
        problems.addAll(own.findings());
        return own.isEmpty() ? opened : Optional.empty();
    }

    private static byte[] bytes(Path file) {
        try {
            return OwnFile.read(file, MOST_CHECKPOINT_BYTES, "checkpoint");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] checkpoint(TileFolder log) {
        try {
            return log.checkpoint();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
