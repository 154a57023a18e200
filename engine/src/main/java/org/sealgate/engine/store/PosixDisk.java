package org.sealgate.engine.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The disk of this machine. */
class PosixDisk implements Disk {
    /** Lock files that this process holds. */
    private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Set<PosixFilePermission> READ_ONLY = PosixFilePermissions.fromString("r--r-----");

    @Override
    public DiskFile create(Path file) throws IOException {
        return new PosixFile(FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ),
                PRIVATE_FILE));
    }

    @Override
    public DiskFile open(Path file, boolean writable) throws IOException {
        return new PosixFile(FileChannel.open(
                file,
                writable
                        ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
                        : Set.of(StandardOpenOption.READ)));
    }

    @Override
    public DiskFile scan(Path file) throws IOException {
        try {
            return ScanFile.open(file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            // some file systems read through the cache only; one that cannot be read at all says so again
            return open(file, false);
        }
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        Files.createLink(name, existing);
    }

    @Override
    public void replace(Path existing, Path name) throws IOException {
        Files.move(existing, name, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        // one call; Files.delete looks at a file before it deletes it, and knows why it could not
        if (!file.toFile().delete()) {
            Files.delete(file);
        }
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PRIVATE_FOLDER);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }

    @Override
    public void makeReadOnly(Path file) throws IOException {
        Files.setPosixFilePermissions(file, READ_ONLY);
    }

    @Override
    public void touch(Path file, Instant modified) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    @Override
    public Instant modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    @Override
    public long size(Path file) throws IOException {
        BasicFileAttributes found = file.getFileSystem()
                .provider()
                .readAttributesIfExists(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return found == null ? -1 : found.size();
    }

    @Override
    public boolean leads(Path file) throws IOException {
        // only where links are followed the JDK says that there is nothing without making an exception of it
        return file.getFileSystem().provider().readAttributesIfExists(file, BasicFileAttributes.class) != null;
    }

    @Override
    public List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        }
        return names;
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        Path real = file.toAbsolutePath().normalize();
        // Asked first, for this process would lose its own lock by opening and closing the file a second time: POSIX
        // locks go with any descriptor of the file that is closed.
        if (!LOCKED_HERE.add(real)) {
            throw locked(file);
        }
        FileChannel channel = null;
        boolean held = false;
        try {
            channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PRIVATE_FILE);
            held = channel.tryLock() != null;
        } finally {
            if (!held) {
                unlock(real, channel);
            }
        }
        if (!held) {
            throw locked(file);
        }
        FileChannel open = channel;
        // closing gives the lock back, and so does the end of the process, however it comes
        return () -> unlock(real, open);
    }

    private static void unlock(Path real, @Nullable FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            LOCKED_HERE.remove(real);
        }
    }

    private static StoreFailure locked(Path file) {
        return new StoreFailure(
                StoreFailure.Reason.LOCKED, file.getParent() + " is open in another process; stop that one first");
    }

    private record PosixFile(FileChannel channel) implements DiskFile {
        @Override
        public int write(ByteBuffer from, long position) throws IOException {
            return channel.write(from, position);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return channel.read(into, position);
        }

        @Override
        public void force() throws IOException {
            // the size is metadata that fdatasync does write, times are not needed
            channel.force(false);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
