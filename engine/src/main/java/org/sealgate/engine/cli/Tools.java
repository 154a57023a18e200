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
        if (named == null || !Files.isExecutable(Path.of(named))) {
            throw Refusal.of("OPA_ABSENT", "SEALGATE_OPA names no OPA: the launcher ./sealgate finds or builds one");
        }
        return Path.of(named);
    }

    static OpaTool opaTool() {
        return new OpaTool(opa(), Duration.ofMinutes(2));
    }
}
