package org.sealgate.facts;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the tests find the checkout, and beside it the public vectors. */
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
}
