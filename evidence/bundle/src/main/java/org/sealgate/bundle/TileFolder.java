package org.sealgate.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/**
 * A log as plain files, as any static web server or copy holds it (C2SP tlog-tiles):
 *
 * <pre>{@code
 * checkpoint
 * tile/0/000            8,192 bytes: 256 hashes
 * tile/0/001.p/44       1,408 bytes: 44 hashes
 * tile/1/000.p/1
 * tile/entries/000
 * tile/entries/001.p/44
 * }</pre>
 *
 * <p>Where a partial tile is gone and the full one is there, the beginning of that is taken, as tlog-tiles lets a log do it. Nothing
 * larger than a tile can be is read, and nothing but regular files, which links may lead to.
 */
public final class TileFolder implements TileSource {
    private static final int MOST_ENTRY_BYTES = 2 + 0xffff;
    private static final int MOST_CHECKPOINT_BYTES = 1 << 20;

    private final Path folder;

    /** @param folder holds {@code checkpoint} and {@code tile} */
    public TileFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * The newest checkpoint as it lies there, nothing of it verified.
     *
     * @throws IOException where it cannot be read, or is larger than any checkpoint
     */
    public byte[] checkpoint() throws IOException {
        byte[] note = atMost(folder.resolve("checkpoint"), MOST_CHECKPOINT_BYTES);
        if (note.length > MOST_CHECKPOINT_BYTES) {
            throw new IOException("larger than any checkpoint");
        }
        return note;
    }

    /** @throws LogProofException {@link LogProofCode#LOG_TILE} where the file has not the size of its tile */
    @Override
    public byte[] tile(TileId id) throws IOException {
        try {
            return whole(id);
        } catch (NoSuchFileException missing) {
            if (id.isFull()) {
                throw missing;
            }
            return beginning(whole(id.full()), id);
        }
    }

    private byte[] whole(TileId id) throws IOException {
        boolean entries = id.level() == TileId.ENTRIES;
        int most = id.width() * (entries ? MOST_ENTRY_BYTES : Digest.BYTES);
        byte[] tile = atMost(folder.resolve(id.path()), most);
        if (tile.length > most || (!entries && tile.length < most)) {
            throw new LogProofException(LogProofCode.LOG_TILE, id.path() + " has not the size of a tile");
        }
        return tile;
    }

    private static byte[] beginning(byte[] full, TileId id) {
        return id.level() == TileId.ENTRIES
                ? EntryTile.encode(EntryTile.decode(full, TileId.FULL).subList(0, id.width()))
                        .toArray()
                : Arrays.copyOf(full, id.width() * Digest.BYTES);
    }

    /** One byte more than allowed where there is more, so that the caller sees it. */
    private static byte[] atMost(Path file, int most) throws IOException {
        // a pipe or a device in a stranger's folder would be waited for without end
        if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            throw new FileSystemException(file.toString(), null, "not a regular file; give a folder of plain files");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(most + 1);
        }
    }
}
