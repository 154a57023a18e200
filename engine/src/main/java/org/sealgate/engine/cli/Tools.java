package org.sealgate.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sealgate.engine.release.OpaTool;

/** What the launcher found for us. */
final class Tools {
    private Tools() {}

    /** The checkout, which holds the policies. */
    static Path root() {
        return Path.of(System.getProperty("sealgate.root", "."));
    }

    /** The pinned OPA. */
    static Path opa() {
        @Nullable String named = System.getenv("SEALGATE_OPA");
        Path opa = named != null ? Path.of(named) : cached();
        if (!Files.isExecutable(opa)) {
            throw Refusal.of("OPA_ABSENT", "there is no OPA at " + opa + "; ./sealgate opa-path finds or builds it");
        }
        return opa;
    }

    /** Where the launcher keeps it. */
    private static Path cached() {
        @Nullable String caches = System.getenv("XDG_CACHE_HOME");
        Path folder = caches != null ? Path.of(caches) : Path.of(System.getProperty("user.home"), ".cache");
        return folder.resolve("sealgate/opa").resolve(OpaTool.PINNED_VERSION).resolve("opa");
    }

    static OpaTool opaTool() {
        return new OpaTool(opa(), Duration.ofMinutes(2));
    }
}
