package org.sealgate.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmRuntimeException;

/** Each access at each edge that there is: a block's, the first memory's, the last byte, and one beyond. */
class PolicyMemoryEdgesTest {
    private static final int BLOCK = 4096;
    private static final int NEAR = 2 * Memory.PAGE_SIZE;
    private static final int GROWN = NEAR + Memory.PAGE_SIZE;

    private interface Touch {
        void at(PolicyMemory memory, int address);
    }

    record Access(String name, int width, boolean writes, Touch touch) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Access write(String name, int width, Touch touch) {
        return new Access(name, width, true, touch);
    }

    private static Access read(String name, int width, Touch touch) {
        return new Access(name, width, false, touch);
    }

    static List<Access> accesses() {
        byte[] block = new byte[3 * BLOCK];
        Arrays.fill(block, (byte) -1);
        return List.of(
                write("8 bits", 1, (memory, at) -> memory.writeByte(at, (byte) -1)),
                write("16 bits", 2, (memory, at) -> memory.writeShort(at, (short) -1)),
                write("32 bits", 4, (memory, at) -> memory.writeI32(at, -1)),
                write("64 bits", 8, (memory, at) -> memory.writeLong(at, -1)),
                write("a float", 4, (memory, at) -> memory.writeF32(at, Float.intBitsToFloat(-1))),
                write("a double", 8, (memory, at) -> memory.writeF64(at, Double.longBitsToDouble(-1))),
                write("a byte of many", 1, (memory, at) -> memory.write(at, block, 7, 1)),
                write("three bytes", 3, (memory, at) -> memory.write(at, block, 0, 3)),
                write("a block and one", BLOCK + 1, (memory, at) -> memory.write(at, block, 0, BLOCK + 1)),
                write("three blocks", 3 * BLOCK, (memory, at) -> memory.write(at, block, 0, 3 * BLOCK)),
                read("8 bits read", 1, (memory, at) -> assertEquals(-2, memory.read(at))),
                read("16 bits read", 2, (memory, at) -> assertEquals((short) 0xfefe, memory.readShort(at))),
                read("16 bits read without sign", 2, (memory, at) -> assertEquals(0xfefe, memory.readU16(at))),
                read("32 bits read", 4, (memory, at) -> assertEquals(0xfefe_fefe, memory.readInt(at))),
                read("64 bits read", 8, (memory, at) -> assertEquals(0xfefe_fefe_fefe_fefeL, memory.readLong(at))),
                read(
                        "a block read",
                        BLOCK,
                        (memory, at) -> assertArrayEquals(filled(BLOCK), memory.readBytes(at, BLOCK))));
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) -2);
        return bytes;
    }

    /** A memory of -2 and after it zeros, taken as the one to put back. */
    private static PolicyMemory kept(int filled) {
        PolicyMemory memory = new PolicyMemory(2, 3);
        memory.write(0, filled(filled), 0, filled);
        memory.keep();
        return memory;
    }

    static Stream<Access> writes() {
        return accesses().stream().filter(Access::writes);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void written_atAnEdge_putBack(Access access) {
        for (int filled : new int[] {0, BLOCK + 5, NEAR}) {
            PolicyMemory memory = kept(filled);
            byte[] before = memory.readBytes(0, NEAR);
            for (int edge : new int[] {access.width(), 4 * BLOCK, 17 * BLOCK, NEAR, NEAR + access.width() - 1}) {
                for (int at : new int[] {edge - access.width(), edge - access.width() + 1, edge - 1, edge}) {
                    writeAndRestore(memory, access, Math.min(at, NEAR), before);
                }
            }
        }
    }

    private static void writeAndRestore(PolicyMemory memory, Access access, int at, byte[] before) {
        assertEquals(2, memory.grow(1));
        access.touch().at(memory, at);
        byte[] changed = before.clone();
        Arrays.fill(changed, at, Math.min(NEAR, at + access.width()), (byte) -1);
        assertArrayEquals(changed, memory.readBytes(0, NEAR));
        memory.restore();
        assertEquals(NEAR, memory.size());
        assertArrayEquals(before, memory.readBytes(0, NEAR), access + " at " + at);
    }

    @ParameterizedTest
    @MethodSource("accesses")
    void access_atTheLastByteAndOneBeyond_doneAndRefused(Access access) {
        for (int size : new int[] {NEAR, GROWN}) {
            PolicyMemory memory = kept(NEAR);
            memory.grow(size / Memory.PAGE_SIZE - 2);
            memory.write(0, filled(size), 0, size);
            int beyond = size - access.width() + 1;
            for (int at : new int[] {beyond, size, -1, -access.width(), Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                assertThrows(WasmRuntimeException.class, () -> access.touch().at(memory, at), access + " at " + at);
            }
            assertArrayEquals(filled(size), memory.readBytes(0, size));
            for (int at : new int[] {0, NEAR - access.width(), size - access.width()}) {
                access.touch().at(memory, at);
                assertEquals(access.writes() ? -1 : -2, memory.read(at));
                assertEquals(access.writes() ? -1 : -2, memory.read(at + access.width() - 1));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("accesses")
    void access_acrossTheEndOfTheFirstMemory_whole(Access access) {
        for (int before = 0; before <= Math.min(8, access.width()); before++) {
            PolicyMemory memory = kept(NEAR);
            memory.grow(1);
            memory.write(0, filled(GROWN), 0, GROWN);
            access.touch().at(memory, NEAR - before);
            byte[] expected = filled(GROWN);
            if (access.writes()) {
                Arrays.fill(expected, NEAR - before, NEAR - before + access.width(), (byte) -1);
            }
            assertArrayEquals(expected, memory.readBytes(0, GROWN));
            assertArrayEquals(
                    Arrays.copyOfRange(expected, NEAR - before, NEAR + 5), memory.readBytes(NEAR - before, before + 5));
        }
    }

    @Test
    void memory_neverWritten_keptAndPutBack() {
        for (int pages : new int[] {0, 1, 2}) {
            PolicyMemory memory = new PolicyMemory(pages, 3);
            memory.keep();
            assertEquals(pages, memory.grow(1));
            memory.writeLong(memory.size() - 8, -1);
            memory.restore();
            assertArrayEquals(new byte[pages * Memory.PAGE_SIZE], memory.readBytes(0, memory.size()));
        }
    }

    @Test
    void grownMemory_droppedAndGrownAgain_zero() {
        PolicyMemory memory = kept(10);
        memory.grow(1);
        memory.write(NEAR, filled(Memory.PAGE_SIZE), 0, Memory.PAGE_SIZE);
        memory.restore();
        assertEquals(NEAR, memory.size());
        assertEquals(2, memory.grow(1));
        assertArrayEquals(new byte[Memory.PAGE_SIZE], memory.readBytes(NEAR, Memory.PAGE_SIZE));
    }

    @Test
    void pages_beforeAndAfterGrowing_told() {
        PolicyMemory memory = new PolicyMemory(2, 3);
        memory.grow(1);
        assertEquals(2, memory.initialPages());
        assertEquals(3, memory.maximumPages());
        assertEquals(3, memory.pages());
        assertFalse(memory.shared());
    }

    @Test
    void lengthToZero_toTheZeroTheMostOrTheEnd() {
        PolicyMemory memory = new PolicyMemory(1, 1);
        int size = Memory.PAGE_SIZE;
        memory.write(size - 4, new byte[] {1, 1, 1, 1}, 0, 4);
        memory.write(0, new byte[] {1, 1}, 0, 2);
        for (int[] row : new int[][] {
            {0, 9, 2},
            {0, 2, 2},
            {0, 1, 1},
            {0, 0, 0},
            {2, 9, 0},
            {size - 4, 9, 4},
            {size - 4, 3, 3},
            {size, 9, 0},
            {size - 1, Integer.MAX_VALUE, 1}
        }) {
            assertEquals(row[2], memory.lengthToZero(row[0], row[1]), Arrays.toString(row));
        }
        for (int outside : new int[] {-1, size + 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThrows(WasmRuntimeException.class, () -> memory.lengthToZero(outside, 0));
        }
    }

    @Test
    @SuppressWarnings("removal")
    void operationsOfLaterWebAssembly_asked_refused() {
        PolicyMemory memory = new PolicyMemory(1, 1);
        for (Executable later : List.<Executable>of(
                () -> memory.fill((byte) 1, 0, 9),
                () -> memory.initPassiveSegment(0, 0, 0, 1),
                () -> memory.drop(0),
                () -> memory.lock(0),
                () -> memory.waitOn(0, 1, 1),
                () -> memory.waitOn(0, 1L, 1),
                () -> memory.notify(0, 1))) {
            assertEquals(
                    "not of WebAssembly 1.0",
                    assertThrows(WasmRuntimeException.class, later).getMessage());
        }
    }
}
