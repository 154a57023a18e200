package org.sealgate.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The published vectors that lie beside a checkout. */
final class SharedVectors {
    private SharedVectors() {}

    static byte[] read(String name) {
        Path file = root().resolve("../shared/vectors").resolve(name);
        Assumptions.assumeTrue(
                Files.exists(file), "skipped: ../shared/vectors/" + name + " is not beside the checkout");
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The checkout's root. */
    static Path root() {
        String given = System.getProperty("sealgate.root");
        if (given != null) {
            return Path.of(given);
        }
        Path here = Path.of(System.getProperty("user.dir"));
        // a module's folder is two below the root
        return Files.isDirectory(here.resolve("evidence"))
                ? here
                : here.resolve("../..").normalize();
    }
}
