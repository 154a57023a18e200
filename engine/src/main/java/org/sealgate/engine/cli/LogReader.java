package org.sealgate.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.ConsistencyProof;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.ContainerException;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.EntryTile;
import org.sealgate.bundle.EnvelopeException;
import org.sealgate.bundle.InclusionProof;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.MerkleHash;
import org.sealgate.bundle.Part;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TileFolder;
import org.sealgate.bundle.TileId;
import org.sealgate.bundle.TlogProof;
import org.sealgate.bundle.TreeHashes;
import org.sealgate.bundle.TreeHead;
import org.sealgate.bundle.VerifierKey;
import org.sealgate.engine.LogTrust;

/** Reads a log from its files and proves what is in it; every proof is verified against the signed root before it is given. */
final class LogReader {
    private static final int MOST_ENVELOPE_BYTES = 4 << 20;

    private final Path folder;
    private final TileFolder tiles;
    private final LogTrust trust;

    LogReader(Path folder, LogTrust trust) {
        this.folder = folder;
        this.tiles = new TileFolder(folder);
        this.trust = trust;
    }

    /** A tree whose checkpoint the log's key has signed. */
    record Verified(byte[] note, TreeHead tree) {}

    /** A proof, and the size of the tree that it is for. */
    record Proven(TlogProof proof, long size) {}

    Verified verified() {
        try {
            return verified(tiles.checkpoint());
        } catch (IOException e) {
            throw Refusal.of("LOG_ABSENT", "no checkpoint lies in " + folder);
        }
    }

    private Verified verified(byte[] note) {
        try {
            SignedNote signed = SignedNote.parse(note);
            Checkpoint checkpoint = Checkpoint.parse(signed.text());
            if (!checkpoint.origin().equals(trust.origin())) {
                throw Refusal.of("LOG_ORIGIN", "a checkpoint of " + checkpoint.origin() + ", not of " + trust.origin());
            }
            VerifierKey key = trust.policy().logsOf(trust.origin()).stream()
                    .filter(signed::names)
                    .findFirst()
                    .orElseThrow(() -> Refusal.of("LOG_SIGNATURE", "no log key of the trust root has signed it"));
            signed.verify(key, trust.check());
            return new Verified(note, checkpoint.head());
        } catch (LogProofException e) {
            throw Refusal.of(e.code().name(), String.valueOf(e.getMessage()));
        }
    }

    /** @param entry an index, or a file that holds an envelope */
    Proven prove(String entry) throws IOException {
        Verified today = verified();
        long size = today.tree().size();
        long index = entry.matches("[0-9]{1,18}") ? Long.parseLong(entry) : find(Path.of(entry), size);
        if (index >= size) {
            throw Refusal.of("ENTRY_ABSENT", "the log has " + size + " entries, from 0");
        }
        try {
            Bytes body = body(index, size);
            InclusionProof proof = new TreeHashes(tiles).inclusion(index, size);
            proof.verify(MerkleHash.leaf(body), today.tree().root());
            return new Proven(TlogProof.of(body, proof, Bytes.copyOf(today.note())), size);
        } catch (LogProofException e) {
            throw Refusal.of(e.code().name(), "the files are not those of the checkpoint: " + e.getMessage());
        }
    }

    private Bytes body(long index, long size) throws IOException {
        TileId tile = TileId.in(size, TileId.ENTRIES, index / TileId.FULL).orElseThrow();
        return EntryTile.decode(tiles.tile(tile), tile.width()).get((int) (index % TileId.FULL));
    }

    private long find(Path file, long size) throws IOException {
        DsseEnvelope envelope = envelope(file);
        Digest pae = Digest.sha256(envelope.pae());
        DsseSignature logged = envelope.signatures().stream()
                .filter(signature -> trust.keys().containsKey(signature.keyid()))
                .findFirst()
                .orElseThrow(() -> Refusal.of("KEY_UNKNOWN", "no P-256 key of the trust root has signed " + file));
        Bytes body = trust.leaf(pae, logged.keyid(), logged.sig().toArray());
        Digest leaf = MerkleHash.leaf(body);
        TreeHashes hashes = new TreeHashes(tiles);
        for (long index = 0; index < size; index++) {
            if (hashes.leaf(index, size).equals(leaf)) {
                return index;
            }
        }
        throw Refusal.of("ENTRY_ABSENT", "no entry of the log is of the statement in " + file);
    }

    private static DsseEnvelope envelope(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw Refusal.of("FILE_ABSENT", file + " is neither an index nor a file");
        }
        try (Container container = Container.open(file)) {
            Part part = container.parts().get("decision.dsse.json");
            if (part != null) {
                return DsseEnvelope.read(part.bytes(MOST_ENVELOPE_BYTES));
            }
        } catch (ContainerException e) {
            // no bundle: the envelope itself, or nothing
        }
        try {
            return DsseEnvelope.read(Files.readAllBytes(file));
        } catch (EnvelopeException e) {
            throw Refusal.of("ENVELOPE_SYNTAX", file + " is neither a bundle nor an envelope");
        }
    }

    ConsistencyProof consistent(Path older) {
        Verified then;
        try {
            then = verified(Files.readAllBytes(older));
        } catch (IOException e) {
            throw Refusal.of("FILE_ABSENT", older + " cannot be read");
        }
        TreeHead today = verified().tree();
        if (today.size() < then.tree().size()) {
            throw Refusal.of(
                    "LOG_ROLLBACK",
                    "the log has " + today.size() + " entries and had "
                            + then.tree().size());
        }
        try {
            ConsistencyProof proof =
                    new TreeHashes(tiles).consistency(then.tree().size(), today.size());
            proof.verify(then.tree().root(), today.root());
            return proof;
        } catch (LogProofException e) {
            throw Refusal.of("LOG_FORK", "the log of today does not begin with the one of " + older);
        } catch (IOException e) {
            throw Refusal.of("LOG_TILE", "a tile is missing: " + e.getMessage());
        }
    }
}
