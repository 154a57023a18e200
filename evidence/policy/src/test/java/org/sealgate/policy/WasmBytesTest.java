package org.sealgate.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as a module writes them, read and written; WebAssembly Core Specification 1.0, section 5.2.2. */
class WasmBytesTest {
    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "63, 3f",
        "64, c000",
        "-1, 7f",
        "-64, 40",
        "-65, bf7f",
        "8191, ff3f",
        "8192, 80c000",
        "-8192, 8040",
        "-8193, ffbf7f",
        "2147483647, ffffffff07",
        "-2147483648, 8080808078",
        "9223372036854775807, ffffffffffffffffff00",
        "-9223372036854775808, 8080808080808080807f"
    })
    void signed_atEachLength_writtenInItsFewestBytesAndReadAgain(long value, String bytes) {
        WasmSink out = new WasmSink();
        out.signed(value);
        assertArrayEquals(hex(bytes), out.toByteArray());
        WasmCursor in = new WasmCursor(hex(bytes));
        assertEquals(value, in.signed());
        in.requireEnd("a number");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "127, 7f",
        "128, 8001",
        "16383, ff7f",
        "16384, 808001",
        "2147483647, ffffffff07",
        "-1, ffffffff0f"
    })
    void unsigned_atEachLength_writtenAndReadAgain(int value, String bytes) {
        WasmSink out = new WasmSink();
        out.u32(value);
        assertArrayEquals(hex(bytes), out.toByteArray());
        assertEquals(Integer.toUnsignedLong(value), new WasmCursor(hex(bytes)).u32());
    }

    @Test
    void longNumbers_oneByteMoreThanAny_refused() {
        for (int length : new int[] {10, 11}) {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, (byte) 0x80);
            PolicyFailure failure = assertThrows(PolicyFailure.class, () -> new WasmCursor(bytes).signed());
            assertEquals("module refused: number too long at byte 10", failure.getMessage());
            failure = assertThrows(PolicyFailure.class, () -> new WasmCursor(bytes).u32());
            assertEquals("module refused: number too long at byte 5", failure.getMessage());
        }
    }

    @Test
    void sinks_largerThanTheyBegan_everyByte() {
        byte[] part = new byte[3_000];
        for (int i = 0; i < part.length; i++) {
            part[i] = (byte) i;
        }
        WasmSink inner = new WasmSink();
        for (int i = 0; i < 4; i++) {
            inner.copy(part, 1_000, 3_000);
        }
        inner.copy(part, 7, 7);
        WasmSink out = new WasmSink();
        out.u8(9);
        out.sized(inner);
        byte[] tail = Arrays.copyOfRange(part, 1_000, 3_000);
        assertArrayEquals(Wat.code(9, Wat.u32(8_000), tail, tail, tail, tail), out.toByteArray());
        inner.clear();
        out.sized(inner);
        assertEquals(1 + 2 + 8_000 + 1, out.toByteArray().length);
    }

    /** Constants that no OPA module has, yet WebAssembly 1.0 does; read whole, whatever bytes they are of. */
    @Test
    void globals_ofEachType_read() {
        byte[] ours = Wat.code(0x7f, 1, Wat.i32(65_536), 0x0b, 0x7f, 0, Wat.i32(1), 0x0b, 0x7f, 0, Wat.i32(3), 0x0b);
        byte[] f32 = Wat.code(0x7d, 1, 0x43, 1, 2, 3, 4, 0x0b);
        byte[] f64 = Wat.code(0x7c, 0, 0x44, 1, 2, 3, 4, 5, 6, 7, 8, 0x0b);
        byte[] i64 = Wat.code(0x7e, 1, Wat.i64(Long.MIN_VALUE), 0x0b);
        byte[] wasm =
                new TinyModule().section(6, Wat.u32(6), ours, f32, f64, i64).build();
        ModuleShape shape = ModuleReader.read(wasm);
        assertEquals(6, shape.globals());
        assertArrayEquals(new int[] {0, 3, 5}, shape.mutableGlobals());
        byte[] none = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        OpaInstance instance =
                OpaInstance.start(LoadedModule.interpreted(wasm), none, HostileModules.LIMITS, Long.MAX_VALUE);
        assertEquals(java.util.List.of(65_538L, 0x0403_0201L, Long.MIN_VALUE), instance.globals());
    }
}
