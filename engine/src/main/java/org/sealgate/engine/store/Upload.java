package org.sealgate.engine.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.sealgate.bundle.Digest;

/** Bytes on their way in, hashed and counted. */
final class Upload implements TempFiles.Content {
    static final int CHUNK = 1 << 16;

    /** The bytes stopped coming; not the disk's fault. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;
        final IOException upstream;

        Broken(IOException upstream) {
            super(upstream);
            this.upstream = upstream;
        }
    }

    private final InputStream in;
    private final long maxBytes;
    private final MessageDigest sha256 = Digest.newSha256();
    private Digest digest = Digest.sha256();
    private long bytes;

    Upload(InputStream in, long maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    @Override
    public void write(Disk.DiskFile out) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int read = read(chunk); read >= 0; read = read(chunk)) {
            if (bytes + read > maxBytes) {
                throw new ObjectRefused(ObjectRefused.Reason.TOO_LARGE, "an object has at most " + maxBytes + " bytes");
            }
            sha256.update(chunk, 0, read);
            Disk.writeFully(out, ByteBuffer.wrap(chunk, 0, read), bytes);
            bytes += read;
        }
        out.force();
        digest = Objects.digest(sha256);
    }

    private int read(byte[] chunk) throws Broken {
        try {
            return in.read(chunk);
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    Digest digest() {
        return digest;
    }

    long bytes() {
        return bytes;
    }
}
