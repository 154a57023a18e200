package org.sealgate.engine.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;

/**
 * A statement as the payload of a frame: a format byte, the time, number and digest, then stream, payload and signatures,
 * each behind its length in four bytes.
 */
final class StatementCodec {
    private static final byte FORMAT = 1;

    private StatementCodec() {}

    static ByteBuffer frame(StatementRecord record, Instant storedAt) {
        byte[] stream = record.stream().getBytes(StandardCharsets.UTF_8);
        int payload = 1
                + 8
                + 8
                + 32
                + 12
                + stream.length
                + record.payload().size()
                + record.signatures().size();
        ByteBuffer frame = ByteBuffer.allocate(Frame.HEAD_BYTES + payload).position(Frame.HEAD_BYTES);
        frame.put(FORMAT).putLong(storedAt.toEpochMilli());
        frame.putLong(record.number()).put(record.pae().bytes());
        put(frame, stream);
        put(frame, record.payload().toArray());
        put(frame, record.signatures().toArray());
        return Frame.seal(Frame.Type.STATEMENT, frame);
    }

    static StatementRecord record(ByteBuffer payload) {
        byte format = payload.get();
        if (format != FORMAT) {
            throw new StoreFailure(
                    StoreFailure.Reason.CORRUPT, "statement format " + format + " is newer than this engine knows");
        }
        payload.getLong();
        long number = payload.getLong();
        byte[] pae = new byte[32];
        payload.get(pae);
        String stream = new String(get(payload), StandardCharsets.UTF_8);
        Bytes content = Bytes.copyOf(get(payload));
        return new StatementRecord(
                stream, number, Digest.ofHex(HexFormat.of().formatHex(pae)), content, Bytes.copyOf(get(payload)));
    }

    private static void put(ByteBuffer frame, byte[] bytes) {
        frame.putInt(bytes.length).put(bytes);
    }

    private static byte[] get(ByteBuffer payload) {
        int length = payload.getInt();
        if (length < 0 || length > payload.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        payload.get(bytes);
        return bytes;
    }
}
