package org.sealgate.engine.decision;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The pinned OPA, as the launcher leaves it for the tests. */
public final class PinnedOpa {
    static final String VERSION = "1.21.0";

    private PinnedOpa() {}

    public static Path binary() {
        String cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .orElseGet(() -> System.getProperty("user.home") + "/.cache");
        Path binary = Optional.ofNullable(System.getenv("SEALGATE_OPA"))
                .map(Path::of)
                .orElseGet(() -> Path.of(cache, "sealgate", "opa", VERSION, "opa"));
        if (!Files.isExecutable(binary)) {
            throw new AssertionError("OPA " + VERSION + " is not at " + binary
                    + ": `./sealgate doctor` gets it, or name one in SEALGATE_OPA");
        }
        return binary;
    }
}
