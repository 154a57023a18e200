package org.sealgate.engine.store;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A file that is read once from front to back, past the page cache ({@code O_DIRECT}): where its bytes are not in memory any more, the
 * copy through the cache costs ten times the processor time of the read itself, measured. Used by the thread that opened it.
 */
final class ScanFile implements Disk.DiskFile {
    private static final int WINDOW_BYTES = 1 << 20;

    private final FileChannel channel;
    private final Arena arena = Arena.ofConfined();
    private final ByteBuffer window;
    private final int block;

    private ScanFile(FileChannel channel, int block) {
        this.channel = channel;
        this.block = block;
        this.window = arena.allocate(WINDOW_BYTES, block).asByteBuffer();
    }

    /**
     * Opens it.
     *
     * @throws IOException where there is none
     * @throws UnsupportedOperationException where its file system only reads through the cache
     */
    static ScanFile open(Path file) throws IOException {
        int block = Math.toIntExact(Files.getFileStore(file).getBlockSize());
        if (Integer.bitCount(block) != 1 || block > WINDOW_BYTES) {
            throw new UnsupportedOperationException("blocks of " + block + " bytes");
        }
        return new ScanFile(FileChannel.open(file, Set.of(StandardOpenOption.READ, ExtendedOpenOption.DIRECT)), block);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        int before = (int) (position & (block - 1));
        int wanted = Math.min(into.remaining(), WINDOW_BYTES - before);
        int whole = Math.min(WINDOW_BYTES, (before + wanted + block - 1) & -block);
        int read = channel.read(window.clear().limit(whole), position - before);
        if (read <= before) {
            return -1;
        }
        int given = Math.min(read - before, wanted);
        into.put(window.clear().position(before).limit(before + given));
        return given;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public int write(ByteBuffer from, long position) {
        throw new UnsupportedOperationException("opened to be read");
    }

    @Override
    public void force() {
        throw new UnsupportedOperationException("opened to be read");
    }

    @Override
    public void truncate(long size) {
        throw new UnsupportedOperationException("opened to be read");
    }

    @Override
    public void close() throws IOException {
        try (arena) {
            channel.close();
        }
    }
}
