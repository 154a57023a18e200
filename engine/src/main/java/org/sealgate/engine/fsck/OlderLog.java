package org.sealgate.engine.fsck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            TreeHead older = checkpoint(tiles);
            TreeHashes hashes = new TreeHashes(tiles);
            if (!hashes.root(older.size()).equals(older.root())) {
                faults.different(
                        "the older copy", "its tiles are not those of its own checkpoint; nothing follows from it");
                return;
            }
            compare(older.size(), hashes);
        } catch (LogProofException e) {
            faults.different("the older copy", String.valueOf(e.getMessage()));
        }
    }

    private void compare(long size, TreeHashes hashes) throws IOException {
        for (long index = 0; index < size; index++) {
            if (index >= entries.size()) {
                faults.missing(
                        "entry " + index + " of the log",
                        "LOG_ROLLBACK: the older copy has " + size + " entries, the journal " + entries.size()
                                + "; it was " + was(index));
                return;
            }
            Digest then = hashes.leaf(index, size);
            if (!then.equals(entries.leaf(index))) {
                faults.different(
                        "entry " + index + " of the log",
                        "LOG_FORK: it was " + was(index) + ", now it is " + entries.name(index));
                return;
            }
        }
    }

    private String was(long index) throws IOException {
        return EntryFile.digest(folder, index)
                .map(pae -> "SHA-256(PAE) " + pae.text())
                .orElse("something that the copy has no entry of");
    }

    /** Believed only with the log's signature: a forged copy would accuse us of anything. */
    private TreeHead checkpoint(TileFolder tiles) throws IOException {
        SignedNote note = SignedNote.parse(tiles.checkpoint());
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        Optional<VerifierKey> key = trusted.policy().logsOf(trusted.origin()).stream()
                .filter(note::names)
                .findFirst();
        if (key.isEmpty()) {
            throw new IOException(folder + " holds a checkpoint that no log key of the trust root has signed");
        }
        note.verify(key.get(), trusted.check());
        return checkpoint.head();
    }
}
