package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Walks the frames of an open segment, checking each. */
final class FrameCursor {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Disk.DiskFile file;
    private final long end;
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private long bufferAt;
    private long at;
    private long next;

    FrameCursor(Disk.DiskFile file, long from, long end) {
        this.file = file;
        this.end = end;
        this.bufferAt = from;
        this.at = from;
        this.next = from;
    }

    /** Steps to the next frame. False at the end, and at the first that is not intact: then {@link #at} is not the end. */
    boolean next() throws IOException {
        at = next;
        if (at >= end || !load(Frame.HEAD_BYTES)) {
            return false;
        }
        long length = Frame.lengthAt(buffer, inBuffer());
        if (length < 0 || !load((int) length) || !Frame.isIntact(buffer, inBuffer())) {
            return false;
        }
        next = at + length;
        return true;
    }

    /** Where the frame starts; after {@link #next} was false, where intact frames end. */
    long at() {
        return at;
    }

    boolean isType(Frame.Type type) {
        return Frame.isType(buffer, inBuffer(), type);
    }

    /** Valid until the next step. */
    ByteBuffer payload() {
        return Frame.payload(buffer, inBuffer());
    }

    private int inBuffer() {
        return (int) (at - bufferAt);
    }

    private boolean load(int bytes) throws IOException {
        if (buffer.limit() - inBuffer() >= bytes) {
            return true;
        }
        if (at + bytes > end) {
            return false;
        }
        if (bytes > buffer.capacity()) {
            buffer = ByteBuffer.allocate(bytes);
        }
        buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
        bufferAt = at;
        Disk.readFully(file, buffer, at);
        buffer.flip();
        return buffer.limit() >= bytes;
    }
}
