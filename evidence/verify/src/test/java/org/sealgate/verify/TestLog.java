package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.EntryTile;
import org.sealgate.bundle.LogLeaf;
import org.sealgate.bundle.MerkleHash;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TileId;
import org.sealgate.bundle.TileSource;
import org.sealgate.bundle.TlogProof;
import org.sealgate.bundle.TreeEdge;
import org.sealgate.bundle.TreeHashes;
import org.sealgate.bundle.TreeHead;

/** A log in memory that signs whatever it is asked to, with its proofs and its files. */
final class TestLog implements TileSource {
    static final String ORIGIN = "gate.example.org/log";
    static final TestNoteKey KEY = TestNoteKey.log(ORIGIN, 20);
    static final TestNoteKey W1 = TestNoteKey.witness("witness.example.org/w1", 21);
    static final TestNoteKey W2 = TestNoteKey.witness("witness.example.org/w2", 22);
    static final String POLICY = "log " + KEY.key().text() + "\nwitness w1 "
            + W1.key().text() + "\nwitness w2 " + W2.key().text() + "\ngroup both all w1 w2\nquorum both\n";

    private final List<Bytes> entries = new ArrayList<>();
    private final SortedMap<TileId, Bytes> tiles = new TreeMap<>();
    private TreeEdge edge = TreeEdge.empty();

    /** The trust root of the tests with this log in it. */
    static byte[] trustRoot() {
        return TestTrust.file(TestTrust.logging(ORIGIN, POLICY));
    }

    /** The entry of an envelope's signature. */
    static Bytes entry(DsseEnvelope envelope, DsseSignature signature, TestKey key) {
        return LogLeaf.body(Digest.sha256(envelope.pae()), signature.sig().toArray(), key.spki());
    }

    /** Appends; the index. */
    int add(Bytes entry) {
        TreeEdge.Growth grown = edge.append(List.of(MerkleHash.leaf(entry)));
        edge = grown.edge();
        tiles.putAll(grown.tiles());
        entries.add(entry);
        return entries.size() - 1;
    }

    /** Appends entries of no account, told apart by the word. */
    TestLog fill(int more, String word) {
        for (int i = 0; i < more; i++) {
            add(Bytes.copyOf((word + " " + entries.size()).getBytes(UTF_8)));
        }
        return this;
    }

    TreeHead head() {
        return edge.head();
    }

    String text() {
        return Checkpoint.of(ORIGIN, head()).text();
    }

    SignedNote checkpoint() {
        return SignedNote.signed(Checkpoint.of(ORIGIN, head()), KEY);
    }

    TlogProof proof(int index, SignedNote checkpoint) {
        try {
            return TlogProof.of(
                    entries.get(index),
                    new TreeHashes(this).inclusion(index, entries.size()),
                    Bytes.copyOf(checkpoint.toBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] tile(TileId id) throws NoSuchFileException {
        Bytes tile = tiles.get(id);
        if (tile == null) {
            throw new NoSuchFileException(id.path());
        }
        return tile.toArray();
    }

    /** The files of a static copy; of the partial tiles only those that this size has. */
    Path write(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("checkpoint"), checkpoint().toBytes());
            for (int level = 0; level < 3; level++) {
                for (long n = 0; TileId.in(entries.size(), level, n).isPresent(); n++) {
                    TileId id = TileId.in(entries.size(), level, n).get();
                    file(folder, id, tile(id));
                }
            }
            for (long n = 0; TileId.in(entries.size(), TileId.ENTRIES, n).isPresent(); n++) {
                TileId id = TileId.in(entries.size(), TileId.ENTRIES, n).get();
                int from = (int) n * TileId.FULL;
                file(
                        folder,
                        id,
                        EntryTile.encode(entries.subList(from, from + id.width()))
                                .toArray());
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void file(Path folder, TileId id, byte[] content) throws IOException {
        Path file = folder.resolve(id.path());
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
