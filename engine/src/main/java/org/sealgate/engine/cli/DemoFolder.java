package org.sealgate.engine.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;

/**
 * Where a demo leaves what it made. A demo starts afresh: what an earlier one left is cleared away, known by its mark,
 * and nothing that is somebody else's is touched.
 */
final class DemoFolder {
    private static final String MARK = ".sealgate-demo";
    private static final List<String> MADE =
            List.of("home", "artifacts", "trust-root.json", "trusted_root.json", "evidence-key.pub", "index.json");
    private static final String BUNDLE = ".evidence.zip";

    private final Path folder;

    private DemoFolder(Path folder) {
        this.folder = folder;
    }

    static DemoFolder fresh(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> ours;
        try (Stream<Path> files = Files.list(folder)) {
            ours = files.filter(DemoFolder::isDemos).sorted().toList();
        }
        if (!ours.isEmpty() && !Files.exists(folder.resolve(MARK))) {
            throw Refusal.of(
                    "FOLDER_TAKEN",
                    folder + " holds " + ours.getFirst().getFileName() + ", which no demo made: choose another --out");
        }
        for (Path path : ours) {
            delete(path);
        }
        if (!Files.exists(folder.resolve(MARK))) {
            Files.createFile(folder.resolve(MARK));
        }
        Files.createDirectory(
                folder.resolve("home"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new DemoFolder(folder);
    }

    private static boolean isDemos(Path path) {
        String name = String.valueOf(path.getFileName());
        return MADE.contains(name) || name.endsWith(BUNDLE);
    }

    private static void delete(Path path) throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException failed) throws IOException {
                if (failed != null) {
                    throw failed;
                }
                Files.delete(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    Path home() {
        return folder.resolve("home");
    }

    Path trustRoot() {
        return folder.resolve("trust-root.json");
    }

    /** One of the files for Sigstore's clients. */
    Path forSigstore(String name) {
        return folder.resolve(name);
    }

    Path index() {
        return folder.resolve("index.json");
    }

    /** Keeps a bundle; gives its path. */
    Path bundle(String decisionId, byte[] content) throws IOException {
        return Files.write(folder.resolve(decisionId + BUNDLE), content);
    }

    /** Keeps an emitted document under its own name, {@code artifacts/sealed_runs/…}. */
    Path emitted(String name, Bytes content) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder.resolve("artifacts").normalize())) {
            throw new IOException("an emitted document named " + name);
        }
        Files.createDirectories(file.getParent());
        return Files.write(file, content.toArray());
    }

    /** As the index names it: relative, so that the folder can be moved. */
    String relative(Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }
}
