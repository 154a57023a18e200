package org.sealgate.bundle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Roots and proofs computed from tiles, RFC 6962 section 2.1. About one tile a level is read for a proof, each once.
 *
 * <p>Tiles are taken at their word: whoever does not trust where they come from verifies the proof against a signed root. Not for
 * several threads; what was read is kept, so make one for each proof or each signed tree.
 *
 * <pre>{@code
 * TreeHashes hashes = new TreeHashes(new TileFolder(Path.of("log")));
 * hashes.inclusion(41, 1000).verify(MerkleHash.leaf(entry), hashes.root(1000));
 * }</pre>
 */
public final class TreeHashes {
    private static final int BITS = 8;

    private final TileSource source;
    private final Map<TileId, byte[]> read = new HashMap<>();

    /** @param source asked for each tile at most once */
    public TreeHashes(TileSource source) {
        this.source = source;
    }

    /**
     * The root of the first {@code size} leaves.
     *
     * @throws IOException where a tile cannot be read; {@link java.nio.file.NoSuchFileException} where there is none
     */
    public Digest root(long size) throws IOException {
        requireSize(size);
        return size == 0 ? MerkleHash.empty() : hash(new Span(0, size), size);
    }

    /**
     * The hash of one leaf of a tree of this size.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < size}
     * @throws IOException as {@link #root}
     */
    public Digest leaf(long index, long size) throws IOException {
        requireIndex(index, size);
        return hash(new Span(index, index + 1), size);
    }

    /**
     * The proof that a leaf stands in a tree of this size.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < size}
     * @throws IOException as {@link #root}
     */
    public InclusionProof inclusion(long index, long size) throws IOException {
        requireIndex(index, size);
        List<Digest> hashes = new ArrayList<>();
        Span span = new Span(0, size);
        while (span.leaves() > 1) {
            boolean left = index < span.middle();
            hashes.add(hash(left ? span.right() : span.left(), size));
            span = left ? span.left() : span.right();
        }
        return new InclusionProof(index, size, hashes.reversed());
    }

    /**
     * The proof that the first {@code newSize} leaves begin with the first {@code oldSize}.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= oldSize <= newSize}
     * @throws IOException as {@link #root}
     */
    public ConsistencyProof consistency(long oldSize, long newSize) throws IOException {
        requireSize(oldSize);
        requireSize(newSize - oldSize);
        List<Digest> hashes = new ArrayList<>();
        Span span = new Span(0, newSize);
        // what the older tree ends with is one whole subtree of the newer one in the end
        while (oldSize > 0 && span.end() > oldSize) {
            boolean left = oldSize <= span.middle();
            hashes.add(hash(left ? span.right() : span.left(), newSize));
            span = left ? span.left() : span.right();
        }
        boolean known = span.start() == 0;
        if (!known) {
            hashes.add(hash(span, newSize));
        }
        return new ConsistencyProof(oldSize, newSize, hashes.reversed());
    }

    /**
     * Returns where every tile read so far belongs to the tree with this root, however many others may not.
     *
     * @throws LogProofException {@link LogProofCode#LOG_TILE} otherwise
     * @throws IOException as {@link #root}
     */
    public void verify(TreeHead head) throws IOException {
        if (!root(head.size()).equals(head.root())) {
            throw new LogProofException(LogProofCode.LOG_TILE, "the tiles at the edge are of another tree");
        }
        for (TileId id : List.copyOf(read.keySet())) {
            requireAbove(id, head.size());
        }
    }

    /** A full tile stands in the level above, and so on up to a tile of the edge, which the root is over. */
    private void requireAbove(TileId id, long size) throws IOException {
        TileId below = id;
        while (below.isFull()) {
            byte[] tile = tile(below.level(), below.index(), size);
            byte[] above = tile(below.level() + 1, below.index() >>> BITS, size);
            int at = (int) (below.index() & (TileId.FULL - 1));
            if (!subtree(tile, 0, TileId.FULL).equals(subtree(above, at, 1))) {
                throw new LogProofException(LogProofCode.LOG_TILE, below.path() + " is not what stands above it");
            }
            below = TileId.in(size, below.level() + 1, below.index() >>> BITS).orElseThrow();
        }
    }

    /** Leaves side by side: a node of the tree, divided as RFC 6962 divides it. */
    private record Span(long start, long end) {
        long leaves() {
            return end - start;
        }

        /** The largest power of two below the number of leaves, from the start. */
        long middle() {
            return start + Long.highestOneBit(leaves() - 1);
        }

        Span left() {
            return new Span(start, middle());
        }

        Span right() {
            return new Span(middle(), end);
        }

        boolean isWhole() {
            return Long.bitCount(leaves()) == 1;
        }
    }

    private Digest hash(Span span, long size) throws IOException {
        if (!span.isWhole()) {
            return MerkleHash.node(hash(span.left(), size), hash(span.right(), size));
        }
        int height = Long.numberOfTrailingZeros(span.leaves());
        int level = height / BITS;
        long first = span.start() >>> (BITS * level);
        byte[] tile = tile(level, first >>> BITS, size);
        int from = (int) (first & (TileId.FULL - 1));
        return subtree(tile, from, 1 << (height % BITS));
    }

    private byte[] tile(int level, long index, long size) throws IOException {
        TileId id = TileId.in(size, level, index)
                .orElseThrow(() -> new NoSuchElementException("no such tile in a tree of this size"));
        byte[] known = read.get(id);
        if (known != null) {
            return known;
        }
        byte[] tile = source.tile(id);
        if (tile.length != id.width() * Digest.BYTES) {
            throw new LogProofException(LogProofCode.LOG_TILE, id.path() + " has not the size of a tile");
        }
        read.put(id, tile);
        return tile;
    }

    /** The hash over {@code count} (a power of two) hashes of a tile. */
    static Digest subtree(byte[] tile, int from, int count) {
        return MerkleHash.above(Arrays.copyOfRange(tile, from * Digest.BYTES, (from + count) * Digest.BYTES));
    }

    private static void requireSize(long size) {
        if (size < 0) {
            throw new IndexOutOfBoundsException("no tree of this size");
        }
    }

    private static void requireIndex(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("no such leaf");
        }
    }
}
