package org.sealgate.bundle;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where tests find files that lie outside this module. */
final class Checkout {
    private Checkout() {}

    /** A folder of public test vectors; without it the test is skipped and says so. */
    static Path vectors(String folder) {
        Path vectors = root().resolve("../shared/vectors").resolve(folder).normalize();
        Assumptions.assumeTrue(
                Files.isDirectory(vectors), "skipped: no public test vectors in ../shared/vectors/" + folder);
        return vectors;
    }

    /** The checkout itself. */
    static Path root() {
        String given = System.getProperty("sealgate.root");
        if (given != null) {
            return Path.of(given);
        }
        Path here = Path.of(System.getProperty("user.dir"));
        while (here != null
                && !(Files.exists(here.resolve("pom.xml")) && Files.isDirectory(here.resolve("evidence")))) {
            here = here.getParent();
        }
        return here == null ? Path.of(System.getProperty("user.dir")) : here;
    }
}
