package org.sealgate.engine.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What is measured, and with what.
 *
 * @param root the checkout
 * @param opa the pinned opa binary
 * @param engine command line of an engine process, to which {@code up} and its options are added
 * @param folder an empty folder for everything that the benchmark writes; the caller deletes it
 * @param seconds of each round, for OPA and for the gate
 * @param rounds of which the median counts
 */
public record BenchSettings(Path root, Path opa, List<String> engine, Path folder, int seconds, int rounds) {
    /** At once, as everywhere in the promises. */
    static final int CONNECTIONS = 16;

    public BenchSettings {
        engine = List.copyOf(engine);
        if (seconds < 1 || rounds < 1) {
            throw new IllegalArgumentException("seconds and rounds are at least 1");
        }
    }

    Path verifier() {
        return root.resolve("evidence/verify/target/sealgate-verify.jar");
    }

    Path launcher() {
        return root.resolve("sealgate");
    }
}
