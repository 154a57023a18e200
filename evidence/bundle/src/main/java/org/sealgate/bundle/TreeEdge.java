package org.sealgate.bundle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The right edge of a growing tree: all that is needed to append to it and to know its root, some 8 KiB for each 256-fold of its size.
 *
 * <p>Immutable, so that a batch that could not be written is undone by forgetting what it gave.
 *
 * <pre>{@code
 * TreeEdge.Growth grown = edge.append(leafHashes);
 * grown.tiles()          // what changed: tile/0/000.p/44 and so on, to be written
 * grown.edge().head()    // size and root, to be signed
 * }</pre>
 */
public final class TreeEdge {
    private static final int BITS = 8;
    private static final TreeEdge EMPTY = new TreeEdge(0, List.of());

    private final long size;
    /** For each level the hashes of its partial tile, maybe none. */
    private final List<byte[]> levels;

    /** Made when first asked for: a batch is asked for its head several times, a start only for the last. */
    private volatile @Nullable TreeHead head;

    private TreeEdge(long size, List<byte[]> levels) {
        this.size = size;
        this.levels = levels;
    }

    /** What an append gave: the new edge, and every tile of hashes that is new or wider than before, as files. */
    public record Growth(TreeEdge edge, SortedMap<TileId, Bytes> tiles) {
        public Growth {
            tiles = new TreeMap<>(tiles);
        }
    }

    /** Of a tree without leaves. */
    public static TreeEdge empty() {
        return EMPTY;
    }

    /**
     * Of a tree that lies in tiles, which are taken at their word: compare {@link #head()} with a root that is known.
     *
     * @throws IllegalArgumentException where the size is negative
     * @throws LogProofException {@link LogProofCode#LOG_TILE} where a tile has another size than its coordinates ask for
     * @throws IOException where a tile cannot be read
     */
    public static TreeEdge of(long size, TileSource source) throws IOException {
        if (size < 0) {
            throw new IllegalArgumentException("size is negative");
        }
        List<byte[]> levels = new ArrayList<>();
        for (int level = 0; level * BITS < Long.SIZE - 1 && size >>> (level * BITS) > 0; level++) {
            long hashes = size >>> (level * BITS);
            Optional<TileId> partial = TileId.in(size, level, hashes >>> BITS);
            byte[] tile = partial.isPresent() ? source.tile(partial.get()) : new byte[0];
            if (tile.length != (hashes & (TileId.FULL - 1)) * Digest.BYTES) {
                throw new LogProofException(LogProofCode.LOG_TILE, "a tile has not the size of its width");
            }
            levels.add(tile);
        }
        return new TreeEdge(size, levels);
    }

    /** How many leaves. */
    public long size() {
        return size;
    }

    /** Size and root. */
    public TreeHead head() {
        TreeHead known = head;
        if (known == null) {
            known = new TreeHead(size, root());
            head = known;
        }
        return known;
    }

    private Digest root() {
        @Nullable Digest root = null;
        // from the right: what stands in a lower level lies to the right of what stands in a higher one
        for (byte[] tile : levels) {
            int left = tile.length / Digest.BYTES;
            while (left > 0) {
                int whole = Integer.lowestOneBit(left);
                left -= whole;
                Digest subtree = TreeHashes.subtree(tile, left, whole);
                root = root == null ? subtree : MerkleHash.node(subtree, root);
            }
        }
        return root == null ? MerkleHash.empty() : root;
    }

    /** The same tree with these leaves behind it. This one stays as it is. */
    public Growth append(List<Digest> leaves) {
        SortedMap<TileId, Bytes> tiles = new TreeMap<>();
        List<byte[]> grown = new ArrayList<>();
        List<Digest> rising = leaves;
        for (int level = 0; level < levels.size() || !rising.isEmpty(); level++) {
            byte[] before = level < levels.size() ? levels.get(level) : new byte[0];
            Row row = new Row(level, size >>> (level * BITS) >>> BITS, before);
            rising = row.append(rising, tiles);
            grown.add(row.partial);
        }
        return new Growth(new TreeEdge(size + leaves.size(), grown), tiles);
    }

    /** One level while it grows. */
    private static final class Row {
        private final int level;
        private long index;
        private byte[] partial;

        Row(int level, long index, byte[] partial) {
            this.level = level;
            this.index = index;
            this.partial = partial;
        }

        /** Adds the hashes; gives those of the tiles that became full, which the level above takes. */
        List<Digest> append(List<Digest> hashes, SortedMap<TileId, Bytes> tiles) {
            List<Digest> full = new ArrayList<>();
            int done = 0;
            while (done < hashes.size()) {
                int before = partial.length / Digest.BYTES;
                int more = Math.min(hashes.size() - done, TileId.FULL - before);
                extend(hashes.subList(done, done + more));
                done += more;
                tiles.put(new TileId(level, index, before + more), Bytes.copyOf(partial));
                if (before + more == TileId.FULL) {
                    full.add(TreeHashes.subtree(partial, 0, TileId.FULL));
                    partial = new byte[0];
                    index++;
                }
            }
            return full;
        }

        private void extend(List<Digest> hashes) {
            int at = partial.length;
            partial = Arrays.copyOf(partial, at + hashes.size() * Digest.BYTES);
            for (Digest hash : hashes) {
                System.arraycopy(hash.array(), 0, partial, at, Digest.BYTES);
                at += Digest.BYTES;
            }
        }
    }
}
