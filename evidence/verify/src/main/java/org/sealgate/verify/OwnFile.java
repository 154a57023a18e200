package org.sealgate.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that the reader of evidence was given and hands in: no more of it is read than what it is said to be can have. */
final class OwnFile {
    private OwnFile() {}

    /**
     * The file's bytes.
     *
     * @param what it is, for the message
     * @throws IOException where it cannot be read or has more than {@code most} bytes
     */
    static byte[] read(Path file, int most, String what) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new IOException(file + " has more than " + most + " bytes and is no " + what
                        + ": give the file as whoever made it gave it out");
            }
            return bytes;
        }
    }
}
