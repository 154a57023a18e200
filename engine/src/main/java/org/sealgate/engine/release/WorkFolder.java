package org.sealgate.engine.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.sealgate.bundle.Bytes;

/**
 * A private copy of the sources for opa to work in, removed at the end. Names of files in opa's messages and in what it builds are
 * relative to it, so that neither depends on where the checkout lies.
 */
final class WorkFolder implements AutoCloseable {
    /** The merged data, beside the sources. */
    static final String DATA = "data.json";

    private final Path root;
    private final Path sources;

    private WorkFolder(Path root) {
        this.root = root;
        this.sources = root.resolve("src");
    }

    static WorkFolder of(PolicySources from) throws IOException {
        WorkFolder folder = new WorkFolder(Files.createTempDirectory("sealgate-policy"));
        for (Map.Entry<String, Bytes> file : from.files().entrySet()) {
            folder.write(file.getKey(), file.getValue().toArray());
        }
        return folder;
    }

    /** Where the copies lie; its parent belongs to this folder too. */
    Path sources() {
        return sources;
    }

    void write(String name, byte[] content) throws IOException {
        Path file = sources.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    @Override
    public void close() throws IOException {
        delete(root);
    }

    static void delete(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
