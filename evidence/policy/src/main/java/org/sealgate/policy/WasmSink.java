package org.sealgate.policy;

import java.util.Arrays;

/** Writes a module's bytes. */
final class WasmSink {
    private byte[] bytes = new byte[4096];
    private int size;

    void u8(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void u32(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            u8(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        u8(rest);
    }

    void signed(long value) {
        long rest = value;
        while (rest < -64 || rest > 63) {
            u8((int) rest & 0x7f | 0x80);
            rest >>= 7;
        }
        u8((int) rest & 0x7f);
    }

    void copy(byte[] from, int start, int end) {
        int count = end - start;
        room(count);
        System.arraycopy(from, start, bytes, size, count);
        size += count;
    }

    /** Appends another sink's content after its length, as sections and function bodies are written. */
    void sized(WasmSink content) {
        u32(content.size);
        copy(content.bytes, 0, content.size);
    }

    void clear() {
        size = 0;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int count) {
        if (size + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + count, bytes.length * 2));
        }
    }
}
