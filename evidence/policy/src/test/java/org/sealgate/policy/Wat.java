package org.sealgate.policy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes of WebAssembly instructions, written by hand. */
final class Wat {
    static final int NONE = 0x40;
    static final int I32 = 0x7f;
    static final int I64 = 0x7e;

    private Wat() {}

    static byte[] code(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object part : parts) {
            switch (part) {
                case Integer opcode -> out.write(opcode);
                case byte[] bytes -> out.writeBytes(bytes);
                default -> throw new IllegalArgumentException(part.toString());
            }
        }
        return out.toByteArray();
    }

    static byte[] u32(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    static byte[] i32(int value) {
        return signed(0x41, value);
    }

    static byte[] i64(long value) {
        return signed(0x42, value);
    }

    private static byte[] signed(int opcode, long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(opcode);
        long rest = value;
        while (rest < -64 || rest > 63) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>= 7;
        }
        out.write((int) rest & 0x7f);
        return out.toByteArray();
    }

    static byte[] name(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return code(u32(utf8.length), utf8);
    }

    static byte[] sized(byte[] content) {
        return code(u32(content.length), content);
    }

    static byte[] repeat(int times, byte[] part) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(times * part.length);
        for (int i = 0; i < times; i++) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] loop(Object... body) {
        return code(0x03, NONE, code(body), 0x0b);
    }

    static byte[] local(int opcode, int index) {
        return code(opcode, u32(index));
    }

    static byte[] call(int function) {
        return code(0x10, u32(function));
    }

    static byte[] br(int label) {
        return code(0x0c, u32(label));
    }

    static byte[] brIf(int label) {
        return code(0x0d, u32(label));
    }
}
