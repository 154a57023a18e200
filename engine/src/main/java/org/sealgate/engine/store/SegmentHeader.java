package org.sealgate.engine.store;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;

/**
 * First frame of a segment.
 *
 * @param number from 1, without gaps
 * @param nonce 16 random bytes that the segment's batch marks repeat, so that no payload can pose as one
 * @param previousLength forced length of the segment before, 0 for the first; what stands behind it was never acknowledged
 */
record SegmentHeader(int number, Bytes nonce, long previousLength) {
    static final int NONCE_BYTES = 16;
    static final int FRAME_BYTES = Frame.HEAD_BYTES + 1 + 4 + NONCE_BYTES + 8;
    private static final byte FORMAT = 1;

    SegmentHeader {
        if (number < 1 || nonce.size() != NONCE_BYTES || previousLength < 0) {
            throw new IllegalArgumentException("SegmentHeader");
        }
    }

    ByteBuffer frame() {
        ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES).position(Frame.HEAD_BYTES);
        frame.put(FORMAT).putInt(number).put(nonce.toArray()).putLong(previousLength);
        return Frame.seal(Frame.Type.SEGMENT, frame);
    }

    /** The header at the start of this buffer, null where there is none or it is not intact. */
    static @Nullable SegmentHeader read(ByteBuffer start) {
        if (Frame.lengthAt(start, 0) != FRAME_BYTES
                || start.limit() < FRAME_BYTES
                || !Frame.isIntact(start, 0)
                || !Frame.isType(start, 0, Frame.Type.SEGMENT)) {
            return null;
        }
        ByteBuffer payload = Frame.payload(start, 0);
        byte format = payload.get();
        if (format != FORMAT) {
            throw new StoreFailure(
                    StoreFailure.Reason.CORRUPT, "journal format " + format + " is newer than this engine knows");
        }
        int number = payload.getInt();
        byte[] nonce = new byte[NONCE_BYTES];
        payload.get(nonce);
        return new SegmentHeader(number, Bytes.copyOf(nonce), payload.getLong());
    }
}
