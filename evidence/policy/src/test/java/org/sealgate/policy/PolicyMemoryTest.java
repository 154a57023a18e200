package org.sealgate.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.MemoryLimits;

/** Our memory against Endive's, one random access after the other, most of them where something can go wrong. */
class PolicyMemoryTest {
    private static final int START = 2;
    private static final int MOST = 5;
    private static final int PAGE = Memory.PAGE_SIZE;

    /** An access by its width and what it does to a memory; reads give their value. */
    private interface Access {
        long apply(Memory memory, int address, long value);
    }

    private static Access read(ToLongFunctionAt read) {
        return (memory, address, value) -> read.at(memory, address);
    }

    private interface ToLongFunctionAt {
        long at(Memory memory, int address);
    }

    private interface WriteAt {
        void at(Memory memory, int address, long value);
    }

    private static Access write(WriteAt write) {
        return (memory, address, value) -> {
            write.at(memory, address, value);
            return 0;
        };
    }

    private static final List<Access> ACCESSES = List.of(
            read(Memory::read),
            read(Memory::readShort),
            read(Memory::readU16),
            read(Memory::readInt),
            read(Memory::readLong),
            read(Memory::readF32),
            read(Memory::readF64),
            read((memory, address) -> Float.floatToRawIntBits(memory.readFloat(address))),
            read((memory, address) -> Double.doubleToRawLongBits(memory.readDouble(address))),
            write((memory, address, value) -> memory.writeByte(address, (byte) value)),
            write((memory, address, value) -> memory.writeShort(address, (short) value)),
            write((memory, address, value) -> memory.writeI32(address, (int) value)),
            write(Memory::writeLong),
            write((memory, address, value) -> memory.writeF32(address, (int) value)),
            write((memory, address, value) -> memory.writeF64(address, value)),
            write((memory, address, value) -> memory.write(address, new byte[] {1, 2, 3, (byte) value}, 1, 3)));

    @Test
    void everyAccess_nearFarAcrossAndOutside_asEndiveDoes() {
        Random random = new Random(7);
        PolicyMemory ours = new PolicyMemory(START, MOST);
        Memory endive = new ByteArrayMemory(new MemoryLimits(START, MOST));
        for (int step = 0; step < 40_000; step++) {
            if (step % 10_000 == 9_999) {
                assertEquals(endive.grow(step / 10_000), ours.grow(step / 10_000));
            }
            Access access = ACCESSES.get(random.nextInt(ACCESSES.size()));
            int address = random.nextInt(MOST + 1) * PAGE - 12 + random.nextInt(24);
            long value = random.nextLong();
            assertEquals(outcome(access, endive, address, value), outcome(access, ours, address, value), "" + address);
        }
        assertEquals(endive.pages(), ours.pages());
        assertArrayEquals(endive.readBytes(0, endive.pages() * PAGE), ours.readBytes(0, ours.size()));
    }

    private static String outcome(Access access, Memory memory, int address, long value) {
        try {
            return Long.toString(access.apply(memory, address, value));
        } catch (WasmRuntimeException e) {
            return "outside";
        }
    }

    @Test
    void writesEverywhere_restored_asKept() {
        Random random = new Random(11);
        PolicyMemory memory = new PolicyMemory(START, MOST);
        memory.write(5_000, new byte[] {1, 2, 3}, 0, 3);
        memory.keep();
        byte[] kept = memory.readBytes(0, memory.size());
        for (int round = 0; round < 20; round++) {
            assertEquals(START, memory.grow(round % 4));
            for (int step = 0; step < 200; step++) {
                int address = random.nextInt(memory.size() - 8);
                memory.writeLong(address, -1);
            }
            memory.restore();
            assertArrayEquals(kept, memory.readBytes(0, memory.size()));
        }
    }

    @Test
    void grown_beyondTheMost_refusedAndUnchanged() {
        PolicyMemory memory = new PolicyMemory(START, MOST);
        for (int more : new int[] {MOST - START + 1, 65_536, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            assertEquals(-1, memory.grow(more));
        }
        assertEquals(START, memory.grow(MOST - START));
        assertEquals(-1, memory.grow(1));
        assertEquals(MOST, memory.grow(0));
    }

    @Test
    void addressesOutside_readAsABlock_refused() {
        PolicyMemory memory = new PolicyMemory(START, MOST);
        int size = START * PAGE;
        for (int[] block : new int[][] {{-1, 1}, {size, 1}, {size - 1, 2}, {0, -1}, {1, Integer.MAX_VALUE}}) {
            assertThrows(WasmRuntimeException.class, () -> memory.readBytes(block[0], block[1]));
        }
        assertEquals(0, memory.readBytes(size, 0).length);
    }
}
