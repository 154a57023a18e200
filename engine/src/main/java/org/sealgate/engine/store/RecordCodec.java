package org.sealgate.engine.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Kind;

/**
 * A decision as the payload of a frame: a format byte, the time, the head that start needs, then answer, parts and shared
 * digests. Text is UTF-8 behind its length in two bytes (0xffff: none), bytes stand raw behind their length in four. A part is written as its whole
 * length, the runs that were cut out of it (where, which: see {@link Repeats}), and what is left.
 */
final class RecordCodec {
    private static final byte FORMAT = 1;
    private static final int NONE = 0xffff;
    private static final int CUT_BYTES = 4 + 32;

    /** What start reads of a record without its parts. */
    record Head(
            Instant storedAt,
            String decisionId,
            String caller,
            Kind kind,
            String outcome,
            @Nullable String runId,
            @Nullable String fileName,
            @Nullable String filePart,
            String stream,
            long number,
            Digest pae,
            @Nullable String idempotencyKey) {}

    private RecordCodec() {}

    static ByteBuffer frame(DecisionRecord record, Instant storedAt, Repeats repeats) {
        Packer out = new Packer(estimate(record));
        out.buffer.position(Frame.HEAD_BYTES);
        out.room(1 + 8).put(FORMAT).putLong(storedAt.toEpochMilli());
        out.text(record.decisionId());
        out.text(record.caller());
        out.text(record.kind().id());
        out.text(record.outcome());
        out.text(record.runId());
        out.text(record.fileName());
        out.text(record.filePart());
        out.text(record.stream());
        out.room(8 + 32).putLong(record.number()).put(record.pae().bytes());
        out.text(record.idempotencyKey());
        out.bytes(record.requestMac());
        out.room(2).putShort((short) record.status());
        out.bytes(record.answer());
        out.room(4).putInt(record.parts().size());
        for (Map.Entry<String, Bytes> part : record.parts().entrySet()) {
            out.text(part.getKey());
            out.part(part.getValue().toArray(), repeats);
        }
        out.room(4).putInt(record.shared().size());
        for (Map.Entry<String, Digest> object : record.shared().entrySet()) {
            out.text(object.getKey());
            out.room(32).put(object.getValue().bytes());
        }
        return Frame.seal(Frame.Type.DECISION, out.buffer.flip());
    }

    static Head head(ByteBuffer payload) {
        byte format = payload.get();
        if (format != FORMAT) {
            throw new StoreFailure(
                    StoreFailure.Reason.CORRUPT, "record format " + format + " is newer than this engine knows");
        }
        return new Head(
                Instant.ofEpochMilli(payload.getLong()),
                present(text(payload)),
                present(text(payload)),
                kind(present(text(payload))),
                present(text(payload)),
                text(payload),
                text(payload),
                text(payload),
                present(text(payload)),
                payload.getLong(),
                digest(payload),
                text(payload));
    }

    /** How long the named file of the record is, whose head was just read; -1 where it names none. */
    static long partLength(Head head, ByteBuffer payload) {
        if (head.filePart == null) {
            return -1;
        }
        skip(payload, payload.getInt());
        payload.getShort();
        skip(payload, payload.getInt());
        for (int left = payload.getInt(); left > 0; left--) {
            String name = present(text(payload));
            int length = payload.getInt();
            if (name.equals(head.filePart)) {
                return length;
            }
            skip(payload, payload.getShort() * CUT_BYTES);
            skip(payload, payload.getInt());
        }
        throw new BufferUnderflowException();
    }

    private static void skip(ByteBuffer payload, int length) {
        if (length < 0 || length > payload.remaining()) {
            throw new BufferUnderflowException();
        }
        payload.position(payload.position() + length);
    }

    static StoredRecord record(ByteBuffer payload, long position, Repeats repeats) {
        try {
            Head head = head(payload);
            Bytes requestMac = bytes(payload);
            int status = payload.getShort();
            Bytes answer = bytes(payload);
            DecisionRecord decision = new DecisionRecord(
                    head.decisionId,
                    head.caller,
                    head.kind,
                    head.outcome,
                    head.runId,
                    head.fileName,
                    head.filePart,
                    head.stream,
                    head.number,
                    head.pae,
                    head.idempotencyKey,
                    requestMac,
                    status,
                    answer,
                    parts(payload, repeats),
                    shared(payload));
            return new StoredRecord(decision, head.storedAt, position);
        } catch (BufferUnderflowException e) {
            throw new StoreFailure(StoreFailure.Reason.CORRUPT, "a record ends before its last member", e);
        }
    }

    private static SortedMap<String, Bytes> parts(ByteBuffer payload, Repeats repeats) {
        SortedMap<String, Bytes> parts = new TreeMap<>();
        for (int left = payload.getInt(); left > 0; left--) {
            parts.put(present(text(payload)), part(payload, repeats));
        }
        return parts;
    }

    private static Bytes part(ByteBuffer payload, Repeats repeats) {
        int length = payload.getInt();
        ByteBuffer cuts = payload.slice();
        int count = payload.getShort();
        skip(payload, count * CUT_BYTES);
        int left = payload.getInt();
        if (length < left || left < 0 || left > payload.remaining() || length > Frame.MAX_PAYLOAD_BYTES) {
            throw new BufferUnderflowException();
        }
        ByteBuffer whole = ByteBuffer.allocate(length);
        cuts.getShort();
        for (int i = 0; i < count; i++) {
            int at = cuts.getInt();
            fill(whole, at, payload);
            byte[] run = repeats.run(digest(cuts)).toArray();
            requireRoom(whole, run.length);
            whole.put(run);
        }
        fill(whole, length, payload);
        return Bytes.copyOf(whole.array());
    }

    /** Takes from the payload what stands before {@code end}. */
    private static void fill(ByteBuffer whole, int end, ByteBuffer payload) {
        int raw = end - whole.position();
        if (raw < 0 || raw > payload.remaining()) {
            throw new BufferUnderflowException();
        }
        requireRoom(whole, raw);
        whole.put(payload.slice(payload.position(), raw));
        payload.position(payload.position() + raw);
    }

    private static void requireRoom(ByteBuffer whole, int bytes) {
        if (whole.remaining() < bytes) {
            throw new BufferUnderflowException();
        }
    }

    private static SortedMap<String, Digest> shared(ByteBuffer payload) {
        SortedMap<String, Digest> shared = new TreeMap<>();
        for (int left = payload.getInt(); left > 0; left--) {
            shared.put(present(text(payload)), digest(payload));
        }
        return shared;
    }

    private static Kind kind(String id) {
        return Kind.byId(id)
                .orElseThrow(() -> new StoreFailure(StoreFailure.Reason.CORRUPT, "a record of unknown kind " + id));
    }

    private static @Nullable String text(ByteBuffer payload) {
        int length = payload.getShort() & 0xffff;
        if (length == NONE) {
            return null;
        }
        if (length > payload.remaining()) {
            throw new BufferUnderflowException();
        }
        int at = payload.arrayOffset() + payload.position();
        payload.position(payload.position() + length);
        return new String(payload.array(), at, length, StandardCharsets.UTF_8);
    }

    private static String present(@Nullable String text) {
        if (text == null) {
            throw new StoreFailure(StoreFailure.Reason.CORRUPT, "a record without a required member");
        }
        return text;
    }

    private static Bytes bytes(ByteBuffer payload) {
        int length = payload.getInt();
        if (length < 0 || length > payload.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        payload.get(bytes);
        return Bytes.copyOf(bytes);
    }

    private static Digest digest(ByteBuffer payload) {
        byte[] bytes = new byte[32];
        payload.get(bytes);
        return Digest.ofBytes(bytes);
    }

    private static int estimate(DecisionRecord record) {
        int total = 2048 + record.answer().size();
        for (Bytes part : record.parts().values()) {
            total += part.size() + 80;
        }
        return total + record.shared().size() * 150;
    }

    /** A buffer that grows. */
    private static final class Packer {
        private ByteBuffer buffer;

        Packer(int capacity) {
            buffer = ByteBuffer.allocate(capacity);
        }

        ByteBuffer room(int bytes) {
            if (buffer.remaining() < bytes) {
                ByteBuffer larger = ByteBuffer.allocate(Math.max(buffer.capacity() * 2, buffer.position() + bytes));
                buffer = larger.put(buffer.flip());
            }
            return buffer;
        }

        void text(@Nullable String text) {
            if (text == null) {
                room(2).putShort((short) NONE);
                return;
            }
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            if (utf8.length >= NONE) {
                throw new IllegalArgumentException("a text of " + utf8.length + " bytes is too long to be stored");
            }
            room(2 + utf8.length).putShort((short) utf8.length).put(utf8);
        }

        void part(byte[] part, Repeats repeats) {
            List<Repeats.Cut> cuts = repeats.cuts(part);
            room(4 + 2 + cuts.size() * CUT_BYTES + 4).putInt(part.length).putShort((short) cuts.size());
            int left = part.length;
            for (Repeats.Cut cut : cuts) {
                buffer.putInt(cut.at()).put(cut.digest().bytes());
                left -= cut.length();
            }
            buffer.putInt(left);
            int from = 0;
            for (Repeats.Cut cut : cuts) {
                room(cut.at() - from).put(part, from, cut.at() - from);
                from = cut.at() + cut.length();
            }
            room(part.length - from).put(part, from, part.length - from);
        }

        void bytes(Bytes bytes) {
            room(4 + bytes.size()).putInt(bytes.size()).put(bytes.buffer());
        }
    }
}
