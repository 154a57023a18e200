package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log that another implementation (transparency-dev/tessera) wrote: every checkpoint, entry and proof of it. */
class SampleLogTest {
    private static final int SIZE = 15;

    private final Path folder = Checkout.vectors("tlog-tessera");
    private final TileFolder log = new TileFolder(folder.resolve("testdata/log"));

    private VerifierKey key() throws IOException {
        return VerifierKey.parse(
                Files.readString(folder.resolve("log.pub"), US_ASCII).strip());
    }

    private Checkpoint checkpoint(int size) throws IOException {
        byte[] file = Files.readAllBytes(folder.resolve("testdata/log/checkpoint." + size));
        SignedNote note = SignedNote.parse(file);
        note.verify(key(), JdkEd25519::verify);
        assertEquals(Bytes.copyOf(file), Bytes.copyOf(note.toBytes()));
        return Checkpoint.parse(note.text());
    }

    @Test
    void sampleLog_everyCheckpoint_isSignedAndHasTheRootOfTheTiles() throws IOException {
        for (int size = 0; size <= SIZE; size++) {
            Checkpoint checkpoint = checkpoint(size);
            assertEquals(new TreeHead(size, new TreeHashes(log).root(size)), checkpoint.head());
            assertEquals(checkpoint.head(), TreeEdge.of(size, log).head());
            assertEquals("example.com/log/testdata", checkpoint.origin());
        }
        SignedNote newest = SignedNote.parse(log.checkpoint());
        newest.verify(key(), JdkEd25519::verify);
        assertEquals(checkpoint(SIZE), Checkpoint.parse(newest.text()));
    }

    @Test
    void sampleLog_entriesAndTiles_areWhatOurEdgeWritesAgain() throws IOException {
        List<Bytes> entries = EntryTile.decode(log.tile(new TileId(TileId.ENTRIES, 0, SIZE)), SIZE);
        List<Digest> leaves = new ArrayList<>();
        entries.forEach(entry -> leaves.add(MerkleHash.leaf(entry)));
        TreeEdge edge = TreeEdge.empty();
        for (int size = 1; size <= SIZE; size++) {
            TreeEdge.Growth grown = edge.append(leaves.subList(size - 1, size));
            edge = grown.edge();
            TileId tile = new TileId(0, 0, size);
            assertEquals(Bytes.copyOf(log.tile(tile)), grown.tiles().get(tile));
            List<Bytes> sofar = entries.subList(0, size);
            byte[] file = log.tile(new TileId(TileId.ENTRIES, 0, size));
            assertEquals(Bytes.copyOf(file), EntryTile.encode(sofar));
        }
        assertEquals(checkpoint(SIZE).head(), edge.head());
    }

    @Test
    void sampleLog_everyProof_holds() throws IOException {
        for (int size = 1; size <= SIZE; size++) {
            Digest root = checkpoint(size).root();
            for (int index = 0; index < size; index++) {
                TreeHashes hashes = new TreeHashes(log);
                hashes.inclusion(index, size).verify(hashes.leaf(index, size), root);
                hashes.consistency(index, size).verify(checkpoint(index).root(), root);
                hashes.verify(new TreeHead(size, root));
            }
        }
    }

    @Test
    void sampleLog_tileThatIsNotThere_isSaid() {
        assertThrows(java.nio.file.NoSuchFileException.class, () -> new TreeHashes(log).root(16));
    }
}
