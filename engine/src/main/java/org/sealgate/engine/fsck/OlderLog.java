package org.sealgate.engine.fsck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TileFolder;
import org.sealgate.bundle.TreeHashes;
import org.sealgate.bundle.TreeHead;
import org.sealgate.bundle.VerifierKey;

/** A copy of the log from before: whatever it has, the log of today begins with. */
final class OlderLog {
    static final String COPY = "the older copy";

    private final Path folder;
    private final LogEntries entries;
    private final Fsck.Trusted trusted;
    private final Faults faults;

    OlderLog(Path copy, LogEntries entries, Fsck.Trusted trusted, Faults faults) {
        this.folder = List.of(copy, copy.resolve("log"), copy.resolve("store/log")).stream()
                .filter(each -> Files.exists(each.resolve("checkpoint")))
                .findFirst()
                .orElse(copy);
        this.entries = entries;
        this.trusted = trusted;
        this.faults = faults;
    }

    void compare() throws IOException {
        TileFolder tiles = new TileFolder(folder);
        try {
            Optional<TreeHead> older = checkpoint(tiles);
            if (older.isPresent()) {
                compare(older.get(), leaves(tiles, older.get()));
            }
        } catch (NoSuchFileException e) {
            faults.missing(
                    COPY, "no checkpoint in " + folder + "; name a copy of the log's folder, or of the whole home");
        } catch (LogProofException e) {
            faults.different(COPY, String.valueOf(e.getMessage()));
        }
    }

    /** What the copy's checkpoint signs, leaf by leaf; empty, and said, where its tiles are not all there or are others. */
    private Optional<List<Digest>> leaves(TileFolder tiles, TreeHead older) {
        TreeHashes hashes = new TreeHashes(tiles);
        List<Digest> leaves = new ArrayList<>();
        try {
            for (long index = 0; index < older.size(); index++) {
                leaves.add(hashes.leaf(index, older.size()));
            }
            hashes.verify(older);
            return Optional.of(leaves);
        } catch (NoSuchFileException e) {
            Path gone = folder.relativize(Path.of(e.getFile()));
            faults.missing(
                    COPY, gone + " is not in it; of a log that grows copy the checkpoint first and tile/ after it");
        } catch (LogProofException e) {
            faults.different(COPY, "its tiles are not those of its own checkpoint: " + e.getMessage());
        } catch (IOException e) {
            faults.different(COPY, "not all of its tiles can be read: " + e);
        }
        return Optional.empty();
    }

    private void compare(TreeHead older, Optional<List<Digest>> leaves) {
        if (leaves.isPresent()) {
            compare(leaves.get());
        } else {
            compare(older);
        }
    }

    private void compare(List<Digest> older) {
        for (int index = 0; index < older.size(); index++) {
            if (index >= entries.size()) {
                isCutOff(older.size());
                return;
            }
            if (!older.get(index).equals(entries.leaf(index))) {
                faults.different(
                        "entry " + index + " of the log",
                        "LOG_FORK: it was " + was(index) + ", now it is " + entries.name(index));
                return;
            }
        }
    }

    /** Without the copy's tiles: what is signed is a size and a root, which show that something is another, and not what. */
    private void compare(TreeHead older) {
        if (older.size() > entries.size()) {
            isCutOff(older.size());
        } else if (!older.root().equals(entries.root(older.size()))) {
            faults.different(
                    "the first " + older.size() + " entries of the log",
                    "LOG_FORK: the older checkpoint signs others; which, the copy's tiles would say");
        }
    }

    private void isCutOff(long size) {
        faults.missing(
                "entry " + entries.size() + " of the log",
                "LOG_ROLLBACK: the older copy has " + size + " entries, the journal " + entries.size() + "; it was "
                        + was(entries.size()));
    }

    private String was(long index) {
        return EntryFile.digest(folder, index)
                .map(pae -> "SHA-256(PAE) " + pae.text())
                .orElse("something that the copy has no entry of");
    }

    /** Believed only with the log's signature: a forged copy would accuse us of anything. Empty, and said, without it. */
    private Optional<TreeHead> checkpoint(TileFolder tiles) throws IOException {
        SignedNote note = SignedNote.parse(tiles.checkpoint());
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        Optional<VerifierKey> key = trusted.policy().logsOf(trusted.origin()).stream()
                .filter(note::names)
                .findFirst();
        if (key.isEmpty()) {
            faults.different(COPY, "no log key of the trust root has signed its checkpoint; nothing follows from it");
            return Optional.empty();
        }
        note.verify(key.get(), trusted.check());
        return Optional.of(checkpoint.head());
    }
}
