package org.sealgate.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Source;
import org.sealgate.engine.store.Objects;

/** A stored object as a part of a bundle: read once for its CRC and again when it is written. */
record StoredSource(Objects objects, Digest digest, long size, long crc32) implements Source {
    static StoredSource of(Objects objects, Digest digest) throws IOException {
        CRC32 crc = new CRC32();
        long size = 0;
        byte[] chunk = new byte[1 << 16];
        try (InputStream in = open(objects, digest)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                crc.update(chunk, 0, read);
                size += read;
            }
        }
        return new StoredSource(objects, digest, size, crc.getValue());
    }

    @Override
    public InputStream open() throws IOException {
        return open(objects, digest);
    }

    private static InputStream open(Objects objects, Digest digest) throws IOException {
        return objects.open(digest)
                .orElseThrow(() -> new IOException("object " + digest.text() + " is not in the store"));
    }
}
