package org.sealgate.engine.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.TileId;

/** The newest tile of each level and what lies left of it for as long as a batch may ask, in memory. */
final class RightEdge {
    private static final int BITS = 8;

    /** Per level the tiles by their index, each as wide as it is by now. */
    private final SortedMap<Integer, SortedMap<Long, Bytes>> levels = new TreeMap<>();

    /** Takes what an append made; forgets what is full and left of the newest two. */
    void grow(SortedMap<TileId, Bytes> tiles) {
        for (Map.Entry<TileId, Bytes> tile : tiles.entrySet()) {
            SortedMap<Long, Bytes> row = levels.computeIfAbsent(tile.getKey().level(), level -> new TreeMap<>());
            row.put(tile.getKey().index(), tile.getValue());
            while (row.size() > 2) {
                row.remove(row.firstKey());
            }
        }
    }

    /** The same without changing this one, and with all of the tiles. */
    RightEdge grown(SortedMap<TileId, Bytes> tiles) {
        RightEdge next = new RightEdge();
        levels.forEach((level, row) -> next.levels.put(level, new TreeMap<>(row)));
        tiles.forEach((id, content) -> next.levels
                .computeIfAbsent(id.level(), level -> new TreeMap<>())
                .put(id.index(), content));
        return next;
    }

    boolean has(TileId id) {
        SortedMap<Long, Bytes> row = levels.get(id.level());
        Bytes content = row == null ? null : row.get(id.index());
        return content != null && content.size() >= id.width() * Digest.BYTES;
    }

    /** The tile, cut to its width where it is wider by now. */
    Bytes tile(TileId id) {
        SortedMap<Long, Bytes> row = levels.get(id.level());
        Bytes content = row == null ? null : row.get(id.index());
        if (content == null) {
            throw new NoSuchElementException(id.path());
        }
        int width = id.width() * Digest.BYTES;
        return content.size() == width ? content : Bytes.copyOf(java.util.Arrays.copyOf(content.toArray(), width));
    }

    /** The partial tiles of hashes in a tree of this size. */
    List<TileId> partial(long size) {
        List<TileId> partial = new ArrayList<>();
        for (int level = 0; level * BITS < Long.SIZE - 1 && size >>> (level * BITS) > 0; level++) {
            Optional<TileId> tile = TileId.in(size, level, size >>> (level * BITS) >>> BITS);
            tile.ifPresent(partial::add);
        }
        return partial;
    }

    /** Everything that {@link #partial} names is held here. */
    void requireTop(long size) {
        for (TileId id : partial(size)) {
            if (!has(id)) {
                throw new IllegalStateException("the tree of size " + size + " has no " + id.path());
            }
        }
    }
}
