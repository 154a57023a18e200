package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every tree of up to some six hundred leaves, grown in random steps, against a computation as RFC 6962 section 2.1 writes it down. */
class TreeHashesTest {
    private static final int MOST = 600;

    private final Random random = new Random(6962);

    /** The log's files while it grows, the partial tiles of the past among them. */
    private static final class Log implements TileSource {
        final SortedMap<TileId, Bytes> tiles = new TreeMap<>();
        final List<Digest> leaves = new ArrayList<>();
        TreeEdge edge = TreeEdge.empty();

        void grow(int more) {
            List<Digest> batch = new ArrayList<>();
            for (int i = 0; i < more; i++) {
                batch.add(MerkleHash.leaf(("entry " + (leaves.size() + i)).getBytes(UTF_8)));
            }
            leaves.addAll(batch);
            TreeEdge.Growth grown = edge.append(batch);
            edge = grown.edge();
            tiles.putAll(grown.tiles());
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

    private static Digest naive(List<Digest> leaves) {
        if (leaves.isEmpty()) {
            return MerkleHash.empty();
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int k = Integer.highestOneBit(leaves.size() - 1);
        return MerkleHash.node(naive(leaves.subList(0, k)), naive(leaves.subList(k, leaves.size())));
    }

    @Test
    void tree_ofAnySize_hasTheRootAndTheProofsOfTheDefinition() throws IOException {
        Log log = new Log();
        for (int size = 0; size <= MOST; size = log.leaves.size()) {
            Digest root = naive(log.leaves);
            assertEquals(new TreeHead(size, root), log.edge.head());
            assertEquals(root, new TreeHashes(log).root(size));
            assertEquals(log.edge.head(), TreeEdge.of(size, log).head());
            proofs(log, size, root);
            log.grow(1 + random.nextInt(random.nextInt(10) == 0 ? 40 : 2));
        }
    }

    private void proofs(Log log, int size, Digest root) throws IOException {
        for (int i = 0; i < Math.min(size, 12); i++) {
            int index = i == 0 ? size - 1 : random.nextInt(size);
            InclusionProof proof = new TreeHashes(log).inclusion(index, size);
            assertEquals(log.leaves.get(index), new TreeHashes(log).leaf(index, size));
            proof.verify(log.leaves.get(index), root);
            // which leaf: a proof for another place, or of another leaf, is none
            Digest other = log.leaves.get((index + 1) % size);
            if (size > 1) {
                assertThrows(LogProofException.class, () -> proof.verify(other, root));
            }
            int old = 1 + random.nextInt(size);
            ConsistencyProof consistency = new TreeHashes(log).consistency(old, size);
            consistency.verify(naive(log.leaves.subList(0, old)), root);
        }
        new TreeHashes(log).consistency(0, size).verify(MerkleHash.empty(), root);
        new TreeHashes(log).consistency(size, size).verify(root, root);
    }
}
