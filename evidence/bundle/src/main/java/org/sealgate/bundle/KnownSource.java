package org.sealgate.bundle;

import java.io.IOException;
import java.io.InputStream;

/** A source whose size and CRC have been computed. */
record KnownSource(long size, long crc32, Opener opener) implements Source {
    /** Opens the content. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    @Override
    public InputStream open() throws IOException {
        return opener.open();
    }
}
