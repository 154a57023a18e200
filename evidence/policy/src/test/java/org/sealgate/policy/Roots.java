package org.sealgate.policy;

import java.nio.file.Files;
import java.nio.file.Path;

final class Roots {
    private Roots() {}

    /** The checkout: named by the build, else found from the working folder upwards. */
    static Path checkout() {
        String named = System.getProperty("sealgate.root");
        Path at = Path.of(named == null ? "" : named).toAbsolutePath();
        while (!Files.isDirectory(at.resolve("evidence")) || !Files.isRegularFile(at.resolve("pom.xml"))) {
            at = java.util.Objects.requireNonNull(at.getParent(), "no checkout above the working folder");
        }
        return at;
    }
}
