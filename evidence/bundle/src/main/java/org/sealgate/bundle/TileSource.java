package org.sealgate.bundle;

import java.io.IOException;

/** Where the tiles of a log are read: files, a mirror, memory. What it gives out is not believed before it leads to a signed root. */
@FunctionalInterface
public interface TileSource {
    /**
     * The bytes of this tile: {@code 32 * width} for hashes; for {@link TileId#ENTRIES} as {@link EntryTile} reads them.
     *
     * @throws java.nio.file.NoSuchFileException where there is no such tile
     * @throws IOException where it cannot be read
     */
    byte[] tile(TileId id) throws IOException;
}
