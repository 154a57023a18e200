package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;

/** Takes what start needs of a segment, in its order. */
interface SegmentContent {
    /**
     * A decision.
     *
     * @param head beginning of its payload, for {@link RecordCodec#head}; valid during the call
     * @param fileLength of its named file, -1 where it names none
     */
    void decision(long offset, ByteBuffer head, long fileLength) throws IOException;

    /** Any other statement. */
    void statement(long offset, String stream, long number, Digest pae) throws IOException;

    /** What the log keeps of the records since the one before. */
    void log(long offset, Bytes kept) throws IOException;

    /** Reads it out of whole frames. */
    static JournalScan.Visitor ofFrames(int segment, SegmentContent content) {
        return (type, offset, payload) -> {
            try {
                switch (type) {
                    case DECISION -> decision(offset, payload, content);
                    case STATEMENT -> {
                        StatementRecord record = StatementCodec.record(payload);
                        content.statement(offset, record.stream(), record.number(), record.pae());
                    }
                    case LOG -> content.log(offset, rest(payload));
                    case SEGMENT, BATCH -> {}
                }
            } catch (BufferUnderflowException e) {
                throw Journal.damaged(segment, offset);
            }
        };
    }

    private static void decision(long offset, ByteBuffer payload, SegmentContent content) throws IOException {
        RecordCodec.Head head = RecordCodec.head(payload);
        ByteBuffer bytes = payload.duplicate().flip();
        content.decision(offset, bytes, head.fileName() == null ? -1 : RecordCodec.partLength(head, payload));
    }

    /** All that is left in a buffer. */
    static Bytes rest(ByteBuffer buffer) {
        byte[] rest = new byte[buffer.remaining()];
        buffer.get(rest);
        return Bytes.copyOf(rest);
    }
}
