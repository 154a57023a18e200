package org.sealgate.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * The content of a part that is to be written. Size and CRC stand before the content in the file, so they are known before it is read;
 * a source that then gives other bytes fails the writing.
 */
public interface Source {
    /** Size in bytes. */
    long size();

    /** CRC-32 of the content as {@link CRC32#getValue()} gives it, 0 to 2^32-1. */
    long crc32();

    /** Reads the content from the start. */
    InputStream open() throws IOException;

    /** The content of an array, as it is now. */
    static Source of(byte[] content) {
        return of(Bytes.copyOf(content));
    }

    /** The content of a byte string. */
    static Source of(Bytes content) {
        CRC32 crc = new CRC32();
        crc.update(content.array());
        return new KnownSource(content.size(), crc.getValue(), content::open);
    }

    /** The content of a file, which is read once here and again when it is written. */
    static Source of(Path file) throws IOException {
        CRC32 crc = new CRC32();
        long size = 0;
        byte[] chunk = new byte[Extent.CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                crc.update(chunk, 0, read);
                size += read;
            }
        }
        return new KnownSource(size, crc.getValue(), () -> Files.newInputStream(file));
    }
}
