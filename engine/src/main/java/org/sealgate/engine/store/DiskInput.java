package org.sealgate.engine.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A file as a stream. */
final class DiskInput extends InputStream {
    private final Disk.DiskFile file;
    private long position;

    DiskInput(Disk.DiskFile file) {
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = file.read(ByteBuffer.wrap(into, offset, length), position);
        position += Math.max(read, 0);
        return read;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
