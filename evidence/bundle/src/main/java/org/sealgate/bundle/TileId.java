package org.sealgate.bundle;

import java.util.Comparator;
import java.util.Optional;

/**
 * The coordinates of one file of a log, C2SP tlog-tiles: up to 256 hashes of one level, or as many entries.
 *
 * <pre>{@code
 * new TileId(0, 1234067, 256).path()              tile/0/x001/x234/067
 * new TileId(1, 0, 17).path()                     tile/1/000.p/17
 * new TileId(TileId.ENTRIES, 273, 112).path()     tile/entries/273.p/112
 * }</pre>
 *
 * <p>A hash of level L is the tree hash of 256^L leaves side by side. Only a full tile is hashed into the level above.
 *
 * @param level 0 to 63, or {@link #ENTRIES}
 * @param index which tile of its level, from 0
 * @param width how many hashes or entries, 1 to 256; fewer than 256 at the right edge only
 */
public record TileId(int level, long index, int width) implements Comparable<TileId> {
    /** The level of the entries themselves. */
    public static final int ENTRIES = -1;

    /** Hashes or entries of a full tile. */
    public static final int FULL = 256;

    private static final int HIGHEST = 63;
    private static final int BITS = 8;
    private static final Comparator<TileId> ORDER = Comparator.comparingInt(TileId::level)
            .thenComparingLong(TileId::index)
            .thenComparingInt(TileId::width);

    /** @throws IllegalArgumentException where a coordinate is out of its range */
    public TileId {
        if (level < ENTRIES || level > HIGHEST) {
            throw new IllegalArgumentException("level " + level);
        }
        if (index < 0) {
            throw new IllegalArgumentException("index " + index);
        }
        if (width < 1 || width > FULL) {
            throw new IllegalArgumentException("width " + width);
        }
    }

    /**
     * The tile that holds these hashes in a tree of this size; empty where the tree has none of them.
     *
     * @param index of the tile in its level
     */
    public static Optional<TileId> in(long size, int level, long index) {
        long hashes = level == ENTRIES ? size : level >= Long.SIZE / BITS ? 0 : size >>> (BITS * level);
        // compared as tiles, for index * 256 may be more than a long holds
        if (index > hashes >>> BITS) {
            return Optional.empty();
        }
        int width = index < hashes >>> BITS ? FULL : (int) (hashes & (FULL - 1));
        return width == 0 ? Optional.empty() : Optional.of(new TileId(level, index, width));
    }

    /**
     * The coordinates that a path names; empty where it is not the one spelling of any.
     *
     * @param path as {@link #path()} writes it
     */
    public static Optional<TileId> ofPath(String path) {
        return TilePath.parse(path);
    }

    /** The path below the log's prefix, without a slash in front. */
    public String path() {
        return TilePath.of(this);
    }

    /** Whether nothing will ever be added to it. */
    public boolean isFull() {
        return width == FULL;
    }

    /** The same place with nothing missing, which may stand in for a partial tile that is no longer there. */
    public TileId full() {
        return new TileId(level, index, FULL);
    }

    /** By level, entries first, then from left to right. */
    @Override
    public int compareTo(TileId other) {
        return ORDER.compare(this, other);
    }
}
