package org.sealgate.engine.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the tests find the files that they run. */
final class Checkout {
    private Checkout() {}

    static Path root() {
        String given = System.getProperty("sealgate.root");
        Path here =
                Path.of(given != null ? given : System.getProperty("user.dir")).toAbsolutePath();
        while (!Files.isDirectory(here.resolve("schemas")) || !Files.isDirectory(here.resolve("evidence"))) {
            here = here.getParent();
            if (here == null) {
                throw new IllegalStateException("not inside a checkout: no folder above has schemas and evidence");
            }
        }
        return here;
    }

    /** Sorted, so that no test depends on the file system's order. */
    static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
