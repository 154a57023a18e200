package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
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

        /** The files of the same log when it was smaller. */
        TileSource at(int size) {
            Log smaller = new Log();
            smaller.grow(size);
            return smaller;
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

    /** The judge of the judge: of a proof's every bit, and of the roots' and the leaf's, none may be other than it is. */
    @Test
    void proof_withAnyBitFlipped_isRefused() throws IOException {
        for (int size : new int[] {1, 2, 3, 7, 8, 255, 256, 257, 600}) {
            Log log = new Log();
            log.grow(size);
            Digest root = log.edge.head().root();
            for (int index : new int[] {0, size / 2, size - 1}) {
                InclusionProof proof = new TreeHashes(log).inclusion(index, size);
                Digest leaf = log.leaves.get(index);
                flipped(
                        proof.hashes(),
                        hashes -> new InclusionProof(proof.index(), proof.size(), hashes).verify(leaf, root));
                flipped(List.of(leaf, root), both -> proof.verify(both.getFirst(), both.getLast()));
            }
            for (int old : new int[] {1, size / 2, size - 1, size}) {
                if (old > 0) {
                    ConsistencyProof proof = new TreeHashes(log).consistency(old, size);
                    Digest before = naive(log.leaves.subList(0, old));
                    flipped(
                            proof.hashes(),
                            hashes -> new ConsistencyProof(proof.oldSize(), proof.newSize(), hashes)
                                    .verify(before, root));
                    flipped(List.of(before, root), both -> proof.verify(both.getFirst(), both.getLast()));
                }
            }
        }
    }

    private static void flipped(List<Digest> hashes, Consumer<List<Digest>> verify) {
        verify.accept(hashes);
        for (int bit = 0; bit < hashes.size() * 256; bit++) {
            byte[] bytes = hashes.get(bit / 256).bytes();
            bytes[bit % 256 / 8] ^= (byte) (1 << bit % 8);
            List<Digest> changed = new ArrayList<>(hashes);
            changed.set(bit / 256, Digest.ofBytes(bytes));
            assertThrows(LogProofException.class, () -> verify.accept(changed));
        }
    }

    /** Every size and every index around the right ones: the numbers are part of what is proved. */
    @Test
    void proof_ofOtherNumbers_isRefusedOrProvesTheSame() throws IOException {
        Log log = new Log();
        log.grow(40);
        for (int size = 1; size <= 40; size++) {
            Digest root = naive(log.leaves.subList(0, size));
            for (int index = 0; index < size; index++) {
                List<Digest> hashes =
                        new TreeHashes(log.at(size)).inclusion(index, size).hashes();
                for (int other = -1; other <= size; other++) {
                    assertEquals(other == index, holds(other, size, hashes, log.leaves.get(index), root));
                }
                assertFalse(holds(Long.MAX_VALUE, size, hashes, log.leaves.get(index), root));
                assertFalse(holds(index, 0, hashes, log.leaves.get(index), root));
                assertFalse(holds(index, -1, hashes, log.leaves.get(index), root));
            }
        }
    }

    private static boolean holds(long index, long size, List<Digest> hashes, Digest leaf, Digest root) {
        try {
            new InclusionProof(index, size, hashes).verify(leaf, root);
            return true;
        } catch (LogProofException refused) {
            assertEquals(LogProofCode.LOG_INCLUSION, refused.code());
            return false;
        }
    }

    @Test
    void tiles_thatAreDamaged_areNotOfTheSignedTree() throws IOException {
        Log log = new Log();
        log.grow(600);
        TreeHead head = log.edge.head();
        for (TileId id :
                List.of(new TileId(0, 0, 256), new TileId(0, 1, 256), new TileId(0, 2, 88), new TileId(1, 0, 2))) {
            TreeHashes hashes = new TreeHashes(wanted -> {
                byte[] tile = log.tile(wanted);
                tile[33] ^= (byte) (wanted.equals(id) ? 1 : 0);
                return tile;
            });
            hashes.inclusion(5, 600);
            hashes.inclusion(300, 600);
            hashes.inclusion(599, 600);
            assertEquals(
                    LogProofCode.LOG_TILE,
                    assertThrows(LogProofException.class, () -> hashes.verify(head))
                            .code());
        }
    }

    @Test
    void tree_askedForWhatItHasNot_refuses() {
        TreeHashes hashes = new TreeHashes(new Log());
        assertThrows(IndexOutOfBoundsException.class, () -> hashes.root(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> hashes.inclusion(0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> hashes.inclusion(-1, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> hashes.leaf(5, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> hashes.consistency(6, 5));
        assertThrows(NoSuchFileException.class, () -> hashes.root(Long.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> new TreeHead(0, Digest.sha256(new byte[1])));
        assertThrows(LogProofException.class, () -> new ConsistencyProof(2, 1, List.of()));
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
