package org.sealgate.engine.store;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.sealgate.bundle.Digest;

/**
 * How a segment is written: frames, one behind the other, each
 *
 * <pre>
 *   0   4  magic "SGJ1"
 *   4   1  type
 *   5   4  length of the payload
 *   9  32  SHA-256 over type, length and payload
 *  41   n  payload
 * </pre>
 */
final class Frame {
    static final int HEAD_BYTES = 41;
    static final int MAX_PAYLOAD_BYTES = 32 << 20;
    private static final int MAGIC = 0x53474A31;
    private static final int DIGEST_AT = 9;

    /** What a payload is. The numbers are on disks and never change. */
    enum Type {
        /** The first of a segment: see SegmentHeader. */
        SEGMENT(1),
        /** The first of a batch: see BatchMark. */
        BATCH(2),
        /** A decision: see RecordCodec. */
        DECISION(3),
        /** A statement that is no decision: see StatementCodec. */
        STATEMENT(4),
        /** The last of a batch with records: what the log keeps of it. Without it none of the batch counts. */
        LOG(5);

        final byte code;

        Type(int code) {
            this.code = (byte) code;
        }
    }

    private Frame() {}

    /** Fills in the head of a frame whose payload stands behind {@link #HEAD_BYTES} empty bytes, up to the buffer's limit. */
    static ByteBuffer seal(Type type, ByteBuffer frame) {
        int payload = frame.limit() - HEAD_BYTES;
        if (payload < 0 || payload > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("a payload of " + payload + " bytes does not fit a frame");
        }
        frame.putInt(0, MAGIC).put(4, type.code).putInt(5, payload);
        frame.put(DIGEST_AT, digest(frame, 0, payload));
        return frame.rewind();
    }

    /** Length of the whole frame that starts here, or -1 where none can: wrong magic, absurd length. */
    static long lengthAt(ByteBuffer buffer, int at) {
        if (buffer.limit() - at < HEAD_BYTES || buffer.getInt(at) != MAGIC) {
            return -1;
        }
        int payload = buffer.getInt(at + 5);
        return payload < 0 || payload > MAX_PAYLOAD_BYTES ? -1 : HEAD_BYTES + (long) payload;
    }

    /** Whether the frame that starts here, and lies whole in the buffer, is the one that was written. */
    static boolean isIntact(ByteBuffer buffer, int at) {
        byte[] written = new byte[32];
        buffer.get(at + DIGEST_AT, written);
        return MessageDigest.isEqual(written, digest(buffer, at, buffer.getInt(at + 5)));
    }

    static boolean isType(ByteBuffer buffer, int at, Type type) {
        return buffer.get(at + 4) == type.code;
    }

    static ByteBuffer payload(ByteBuffer buffer, int at) {
        return buffer.slice(at + HEAD_BYTES, buffer.getInt(at + 5));
    }

    private static byte[] digest(ByteBuffer frame, int at, int payload) {
        MessageDigest sha256 = Digest.newSha256();
        sha256.update(frame.slice(at + 4, 5));
        sha256.update(frame.slice(at + HEAD_BYTES, payload));
        return sha256.digest();
    }
}
