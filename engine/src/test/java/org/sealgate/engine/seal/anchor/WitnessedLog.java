package org.sealgate.engine.seal.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.MerkleHash;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TileId;
import org.sealgate.bundle.TileSource;
import org.sealgate.bundle.TreeEdge;
import org.sealgate.bundle.TreeHashes;
import org.sealgate.bundle.VerifierKey;
import org.sealgate.bundle.Witness;

/** A log of a test, which may show one history to one reader and another to the next. */
final class WitnessedLog implements TileSource {
    static final String ORIGIN = "log.gate.example.org";

    final NoteKey key;
    private final SortedMap<TileId, Bytes> tiles = new TreeMap<>();
    private TreeEdge edge = TreeEdge.empty();

    WitnessedLog(NoteKey key) {
        this.key = key;
    }

    static WitnessedLog fresh() {
        return new WitnessedLog(NoteKey.make(ORIGIN, VerifierKey.Type.ED25519));
    }

    WitnessedLog grow(int leaves, String word) {
        for (int i = 0; i < leaves; i++) {
            Digest leaf = MerkleHash.leaf((word + edge.size()).getBytes(UTF_8));
            TreeEdge.Growth grown = edge.append(List.of(leaf));
            edge = grown.edge();
            tiles.putAll(grown.tiles());
        }
        return this;
    }

    Bytes checkpoint() {
        return Bytes.copyOf(
                SignedNote.signed(Checkpoint.of(ORIGIN, edge.head()), key).toBytes());
    }

    Witness.Consistency consistency() {
        long size = edge.size();
        return older -> {
            try {
                return new TreeHashes(this).consistency(older, size).hashes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    @Override
    public byte[] tile(TileId id) throws NoSuchFileException {
        Bytes tile = tiles.get(id);
        if (tile == null) {
            throw new NoSuchFileException(id.path());
        }
        return tile.toArray();
    }
}
