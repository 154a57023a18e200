package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The folder of files that are not finished. What is in it at start is nobody's. */
final class TempFiles {
    /** Fills a file. */
    interface Content {
        void write(Disk.DiskFile out) throws IOException;
    }

    private final Disk disk;
    private final Path folder;
    private final AtomicLong next = new AtomicLong();
    private final Set<Path> undeleted = ConcurrentHashMap.newKeySet();

    TempFiles(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** At start, with the store locked: whoever made these is gone. */
    void sweep() throws IOException {
        for (String name : disk.names(folder)) {
            disk.delete(folder.resolve(name));
        }
    }

    /** A file with this content, or none. */
    Path create(Content content) throws IOException {
        Path file = folder.resolve(Long.toString(next.incrementAndGet()));
        boolean whole = false;
        try {
            try (Disk.DiskFile out = disk.create(file)) {
                content.write(out);
            }
            whole = true;
        } finally {
            if (!whole) {
                delete(file);
            }
        }
        return file;
    }

    /** One that was created, to go on writing it. */
    Disk.DiskFile open(Path file) throws IOException {
        return disk.open(file, true);
    }

    /** Removes a file that has served, or failed. Where that fails, it is tried again: what it was for is settled. */
    void delete(Path file) {
        try {
            disk.delete(file);
            undeleted.remove(file);
        } catch (NoSuchFileException e) {
            undeleted.remove(file);
        } catch (IOException e) {
            undeleted.add(file);
        }
    }

    boolean hasUndeleted() {
        return !undeleted.isEmpty();
    }

    void retryDeletes() {
        undeleted.forEach(this::delete);
    }
}
