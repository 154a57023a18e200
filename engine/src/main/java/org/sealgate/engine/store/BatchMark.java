package org.sealgate.engine.store;

import java.nio.ByteBuffer;
import org.sealgate.bundle.Bytes;

/**
 * First frame of a batch: when it was written, everything up to {@code forced} was on the disk. It tells a torn tail, which
 * is cut, from damage in what was acknowledged, which is refused: damage before a mark's {@code forced} is no torn tail.
 *
 * @param nonce the segment's
 * @param forced the position of the mark itself; 0 in a segment's first batch, which is written together with the header
 */
record BatchMark(Bytes nonce, long forced) {
    static final int FRAME_BYTES = Frame.HEAD_BYTES + SegmentHeader.NONCE_BYTES + 8;

    ByteBuffer frame() {
        ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES).position(Frame.HEAD_BYTES);
        frame.put(nonce.toArray()).putLong(forced);
        return Frame.seal(Frame.Type.BATCH, frame);
    }

    static BatchMark read(ByteBuffer payload) {
        byte[] nonce = new byte[SegmentHeader.NONCE_BYTES];
        payload.get(nonce);
        return new BatchMark(Bytes.copyOf(nonce), payload.getLong());
    }
}
