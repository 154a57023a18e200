package org.sealgate.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a module's bytes from left to right and refuses whatever runs past the end.
 *
 * <p>Source: WebAssembly Core Specification 1.0, section 5.2 (values): LEB128 of at most ceil(N/7) bytes.
 */
final class WasmCursor {
    private final byte[] bytes;
    private final int end;
    private int at;

    WasmCursor(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    WasmCursor(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    int position() {
        return at;
    }

    boolean atEnd() {
        return at == end;
    }

    int u8() {
        if (at >= end) {
            throw PolicyFailure.refused("truncated at byte " + at);
        }
        return bytes[at++] & 0xff;
    }

    /** An unsigned 32-bit number. */
    long u32() {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return unsigned32(value);
            }
        }
        throw PolicyFailure.refused("number too long at byte " + at);
    }

    private long unsigned32(long value) {
        if (value > 0xffff_ffffL) {
            throw PolicyFailure.refused("number too large at byte " + at);
        }
        return value;
    }

    /** A signed number of 32 or 64 bits; whether it fits is checked by Endive's validator. */
    long signed() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = u8();
            value |= shift < 64 ? (long) (next & 0x7f) << shift : 0;
            if (next < 0x80) {
                boolean negative = (next & 0x40) != 0 && shift < 63;
                return negative ? value | -1L << (shift + 7) : value;
            }
        }
        throw PolicyFailure.refused("number too long at byte " + at);
    }

    /** A count or an index that has to stay at or below {@code most}. */
    int atMost(int most, String what) {
        long value = u32();
        if (value > most) {
            throw PolicyFailure.limit(what + ": " + value + " is more than " + most);
        }
        return (int) value;
    }

    /** An index into something that has {@code count} members. */
    int index(int count, String what) {
        long value = u32();
        if (value >= count) {
            throw PolicyFailure.refused("unknown " + what + " " + value);
        }
        return (int) value;
    }

    void skip(long count) {
        if (count > end - at) {
            throw PolicyFailure.refused("truncated at byte " + end);
        }
        at += (int) count;
    }

    /** The next {@code size} bytes as a cursor of their own. */
    WasmCursor slice(long size) {
        int from = at;
        skip(size);
        return new WasmCursor(bytes, from, at);
    }

    String name() {
        long size = u32();
        int from = at;
        skip(size);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, (int) size))
                    .toString();
        } catch (CharacterCodingException e) {
            throw PolicyFailure.refused("a name is not UTF-8");
        }
    }

    void requireEnd(String what) {
        if (!atEnd()) {
            throw PolicyFailure.refused(what + " is longer than its content");
        }
    }
}
