package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The disk of this machine for whoever doubts what is on it: only plain files are opened, for a pipe is waited for without end. */
final class PlainDisk extends PosixDisk {
    @Override
    public DiskFile open(Path file, boolean writable) throws IOException {
        requirePlain(file);
        return super.open(file, writable);
    }

    @Override
    public DiskFile scan(Path file) throws IOException {
        requirePlain(file);
        return super.scan(file);
    }

    /** What is not there fails by itself. */
    private static void requirePlain(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(String.valueOf(file.getFileName()), null, "no plain file");
        }
    }
}
