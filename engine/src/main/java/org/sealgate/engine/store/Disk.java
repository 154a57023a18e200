package org.sealgate.engine.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The few operations on files that the store's promises rest on. Tests put disks here that fail, tear and forget.
 *
 * <p>Every file that is made is exclusive and 0600, every folder 0700.
 */
interface Disk {
    /** A new file, for writing. Fails with FileAlreadyExistsException when there is one. */
    DiskFile create(Path file) throws IOException;

    /** A file that is there, for reading, and for writing if {@code writable}. */
    DiskFile open(Path file, boolean writable) throws IOException;

    /** The same for reading all of it once, by this thread alone; what was read need not stay in memory. */
    default DiskFile scan(Path file) throws IOException {
        return open(file, false);
    }

    /** A second name for a file. Fails with FileAlreadyExistsException when the name is taken: somebody won. */
    void link(Path existing, Path name) throws IOException;

    /** Puts a file in the place of another, or of none, all at once. */
    void replace(Path existing, Path name) throws IOException;

    void delete(Path file) throws IOException;

    /** Makes the names in a folder survive a power cut. */
    void forceFolder(Path folder) throws IOException;

    /** Makes the name of this file or folder survive a power cut. */
    default void forceName(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            forceFolder(folder);
        }
    }

    /** Makes a folder, and is content when it is there. */
    void makeFolder(Path folder) throws IOException;

    /** Nobody writes to it any more: 0440. */
    void makeReadOnly(Path file) throws IOException;

    void touch(Path file, Instant modified) throws IOException;

    Instant modified(Path file) throws IOException;

    /** Length of a file, -1 when there is none. */
    long size(Path file) throws IOException;

    /** Whether there is anything by this name; a symbolic link that leads nowhere does not count, and yet takes the name. */
    boolean leads(Path file) throws IOException;

    /** Names in a folder, in no order. */
    List<String> names(Path folder) throws IOException;

    /** Keeps every other process out until it is closed. Fails with StoreFailure LOCKED when one is in. */
    Closeable lock(Path file) throws IOException;

    /** An open file. */
    interface DiskFile extends Closeable {
        /** May write less than there is, as the operating system may. */
        int write(ByteBuffer from, long position) throws IOException;

        /** -1 at the end. */
        int read(ByteBuffer into, long position) throws IOException;

        /** The content is on the disk when this returns; when it throws, nothing is known of it. */
        void force() throws IOException;

        void truncate(long size) throws IOException;

        long size() throws IOException;
    }

    /** Writes all of it. */
    static void writeFully(DiskFile file, ByteBuffer from, long position) throws IOException {
        long at = position;
        while (from.hasRemaining()) {
            int written = file.write(from, at);
            if (written <= 0) {
                throw new IOException("short write");
            }
            at += written;
        }
    }

    /** Reads until the buffer is full or the file ends, and says how much that was. */
    static int readFully(DiskFile file, ByteBuffer into, long position) throws IOException {
        int total = 0;
        while (into.hasRemaining()) {
            int read = file.read(into, position + total);
            if (read < 0) {
                break;
            }
            total += read;
        }
        return total;
    }
}
