package org.sealgate.engine.fsck;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads plain files of a store and nothing else: a pipe is waited for without end, a link leads anywhere, and a file of holes is as long as
 * its maker likes.
 */
final class PlainFiles {
    private final Path store;
    private final Faults faults;

    PlainFiles(Path store, Faults faults) {
        this.store = store;
        this.faults = faults;
    }

    static boolean isThere(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * All of a file; empty where no plain one has this name.
     *
     * @throws IOException where it cannot be read, or is longer than {@code most} bytes
     */
    static Optional<byte[]> read(Path file, long most) throws IOException {
        Optional<InputStream> opened = open(file, most);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = opened.get()) {
            return Optional.of(in.readAllBytes());
        }
    }

    /** The same, to be read by and by. */
    static Optional<InputStream> open(Path file, long most) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!found.isRegularFile()) {
                return Optional.empty();
            }
            if (found.size() > most) {
                throw new IOException("it has " + found.size() + " bytes, and none of its kind more than " + most);
            }
            return Optional.of(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The file of this name, {@code log/tile/0/000}. */
    Path file(String name) {
        return store.resolve(name);
    }

    /** A file's name in the store, {@code log/tile/0/000}. */
    String name(Path file) {
        return store.relativize(file).toString().replace('\\', '/');
    }

    /**
     * The plain files below a folder of the store, in order. Whatever else stands there is said to be too much.
     *
     * @param isFolder whether there may be a folder of this name; none other is looked into
     */
    List<Path> below(String folder, Predicate<String> isFolder) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(store.resolve(folder), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                if (isFolder.test(name(path))) {
                    return FileVisitResult.CONTINUE;
                }
                faults.extra(name(path), "a folder, and a store has none of this name");
                return FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    found.add(path);
                } else {
                    String what = attributes.isSymbolicLink() ? "a link" : "a pipe, a socket or a device";
                    faults.extra(name(path), what + ", and a store has plain files alone");
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) {
                // what went away meanwhile, or was never there, is missed by whoever needs it
                if (!(e instanceof NoSuchFileException)) {
                    faults.different(name(path), "it cannot be read: " + e);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e) {
                if (e != null) {
                    faults.different(name(path), "not all of it can be read: " + e);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(found);
        return found;
    }
}
