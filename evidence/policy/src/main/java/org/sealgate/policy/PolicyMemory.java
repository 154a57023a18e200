package org.sealgate.policy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;

/**
 * The linear memory of one instance, which knows what was written to it and can put it back.
 *
 * <p>Why not Endive's own: that one is cut into pages of 64 KiB throughout, which made an evaluation a third slower, and it
 * cannot tell what an evaluation changed, so that a used instance would have to be restored in full or trusted. Here the memory
 * that an instance starts with ({@code near}) is one array with a mark for each block of 4 KiB that was written; what the module
 * adds with {@code memory.grow} ({@code far}) is rare, slower, in pages, and dropped as a whole. {@link #restore} therefore
 * holds for whatever the module wrote wherever.
 *
 * <p>Addresses are unsigned 32-bit numbers; no memory reaches 2 GiB, so a negative one is always outside. An access outside
 * throws {@link WasmRuntimeException}, before anything is written. Memory that several threads share, and the segments that
 * code copies itself, are not of WebAssembly 1.0 and never reached.
 */
final class PolicyMemory implements Memory {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PAGE_SHIFT = 16;
    private static final int BLOCK_SHIFT = 12;
    private static final int BLOCK = 1 << BLOCK_SHIFT;

    private final int maximumPages;
    private final byte[] near;
    private final boolean[] written;
    private final List<byte[]> far = new ArrayList<>();
    private byte[] kept = {};

    /** Pages of 64 KiB: what there is at once, and the most there may be. */
    PolicyMemory(int initialPages, int maximumPages) {
        this.maximumPages = maximumPages;
        this.near = new byte[initialPages << PAGE_SHIFT];
        this.written = new boolean[near.length >> BLOCK_SHIFT];
    }

    /** Takes the content as the one that {@link #restore} puts back. */
    void keep() {
        int blocks = written.length;
        while (blocks > 0 && !written[blocks - 1]) {
            blocks--;
        }
        kept = Arrays.copyOf(near, blocks << BLOCK_SHIFT);
        Arrays.fill(written, false);
    }

    void restore() {
        far.clear();
        for (int block = 0; block < written.length; block++) {
            if (written[block]) {
                restore(block << BLOCK_SHIFT);
                written[block] = false;
            }
        }
    }

    private void restore(int from) {
        if (from < kept.length) {
            System.arraycopy(kept, from, near, from, BLOCK);
        } else {
            Arrays.fill(near, from, from + BLOCK, (byte) 0);
        }
    }

    int size() {
        return near.length + (far.size() << PAGE_SHIFT);
    }

    /** How many bytes there are from an address to the next zero, or {@code most} if that is less; never past the end. */
    int lengthToZero(int address, int most) {
        require(address, 0);
        int end = (int) Math.min((long) address + most, size());
        int at = address;
        while (at < end && read(at) != 0) {
            at++;
        }
        return at - address;
    }

    @Override
    public int pages() {
        return size() >> PAGE_SHIFT;
    }

    @Override
    public int grow(int more) {
        int before = pages();
        if (more < 0 || more > maximumPages - before) {
            return -1;
        }
        for (int page = 0; page < more; page++) {
            far.add(new byte[PAGE_SIZE]);
        }
        return before;
    }

    @Override
    public int initialPages() {
        return near.length >> PAGE_SHIFT;
    }

    @Override
    public int maximumPages() {
        return maximumPages;
    }

    @Override
    public byte read(int address) {
        if (address < 0 || address >= near.length) {
            return (byte) farRead(address, Byte.BYTES);
        }
        return near[address];
    }

    @Override
    public short readShort(int address) {
        if (address < 0 || address >= near.length - 1) {
            return (short) farRead(address, Short.BYTES);
        }
        return (short) SHORTS.get(near, address);
    }

    @Override
    public int readInt(int address) {
        if (address < 0 || address >= near.length - 3) {
            return (int) farRead(address, Integer.BYTES);
        }
        return (int) INTS.get(near, address);
    }

    @Override
    public long readLong(int address) {
        if (address < 0 || address >= near.length - 7) {
            return farRead(address, Long.BYTES);
        }
        return (long) LONGS.get(near, address);
    }

    @Override
    public void writeByte(int address, byte value) {
        if (address < 0 || address >= near.length) {
            farWrite(address, value, Byte.BYTES);
            return;
        }
        near[address] = value;
        written[address >> BLOCK_SHIFT] = true;
    }

    @Override
    public void writeShort(int address, short value) {
        if (address < 0 || address >= near.length - 1) {
            farWrite(address, value, Short.BYTES);
            return;
        }
        SHORTS.set(near, address, value);
        mark(address, 1);
    }

    @Override
    public void writeI32(int address, int value) {
        if (address < 0 || address >= near.length - 3) {
            farWrite(address, value, Integer.BYTES);
            return;
        }
        INTS.set(near, address, value);
        mark(address, 3);
    }

    @Override
    public void writeLong(int address, long value) {
        if (address < 0 || address >= near.length - 7) {
            farWrite(address, value, Long.BYTES);
            return;
        }
        LONGS.set(near, address, value);
        mark(address, 7);
    }

    private void mark(int address, int rest) {
        written[address >> BLOCK_SHIFT] = true;
        written[(address + rest) >> BLOCK_SHIFT] = true;
    }

    private long farRead(int address, int width) {
        require(address, width);
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = value << 8 | byteAt(address + i) & 0xff;
        }
        return value;
    }

    private byte byteAt(int address) {
        int beyond = address - near.length;
        return beyond < 0 ? near[address] : far.get(beyond >> PAGE_SHIFT)[beyond & (PAGE_SIZE - 1)];
    }

    private void farWrite(int address, long value, int width) {
        require(address, width);
        for (int i = 0; i < width; i++) {
            int at = address + i;
            int beyond = at - near.length;
            if (beyond < 0) {
                near[at] = (byte) (value >> 8 * i);
                mark(at, 0);
            } else {
                far.get(beyond >> PAGE_SHIFT)[beyond & (PAGE_SIZE - 1)] = (byte) (value >> 8 * i);
            }
        }
    }

    private void require(int address, int size) {
        if (address < 0 || size < 0 || size > size() - address) {
            throw new WasmRuntimeException("out of bounds memory access: " + size + " bytes at "
                    + Integer.toUnsignedString(address) + " of " + size());
        }
    }

    @Override
    public void write(int address, byte[] from, int offset, int size) {
        require(address, size);
        int toNear = Math.max(0, Math.min(size, near.length - address));
        if (toNear > 0) {
            System.arraycopy(from, offset, near, address, toNear);
            Arrays.fill(written, address >> BLOCK_SHIFT, (address + toNear - 1 >> BLOCK_SHIFT) + 1, true);
        }
        for (int i = toNear; i < size; i++) {
            farWrite(address + i, from[offset + i], 1);
        }
    }

    @Override
    public byte[] readBytes(int address, int size) {
        require(address, size);
        byte[] copy = new byte[size];
        int fromNear = Math.max(0, Math.min(size, near.length - address));
        System.arraycopy(near, Math.min(address, near.length), copy, 0, fromNear);
        for (int i = fromNear; i < size; i++) {
            copy[i] = byteAt(address + i);
        }
        return copy;
    }

    @Override
    public void initialize(Instance instance, DataSegment[] segments) {
        for (DataSegment segment : segments) {
            if (segment instanceof ActiveDataSegment active) {
                long offset = ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
                write((int) offset, active.data(), 0, active.data().length);
            }
        }
    }

    @Override
    public long readU16(int address) {
        return readShort(address) & 0xffff;
    }

    @Override
    public long readF32(int address) {
        return readInt(address);
    }

    @Override
    public float readFloat(int address) {
        return Float.intBitsToFloat(readInt(address));
    }

    @Override
    public long readF64(int address) {
        return readLong(address);
    }

    @Override
    public double readDouble(int address) {
        return Double.longBitsToDouble(readLong(address));
    }

    @Override
    public void writeF32(int address, float value) {
        writeI32(address, Float.floatToRawIntBits(value));
    }

    @Override
    public void writeF64(int address, double value) {
        writeLong(address, Double.doubleToRawLongBits(value));
    }

    @Override
    public boolean shared() {
        return false;
    }

    /** Called before the data segments are written; a new memory is zero. */
    @Override
    public void zero() {}

    @Override
    public void fill(byte value, int from, int to) {
        throw absent();
    }

    @Override
    public void initPassiveSegment(int segment, int to, int offset, int size) {
        throw absent();
    }

    @Override
    public void drop(int segment) {
        throw absent();
    }

    @Override
    @SuppressWarnings("removal")
    public Object lock(int address) {
        throw absent();
    }

    @Override
    @SuppressWarnings("removal")
    public int waitOn(int address, int expected, long timeout) {
        throw absent();
    }

    @Override
    @SuppressWarnings("removal")
    public int waitOn(int address, long expected, long timeout) {
        throw absent();
    }

    @Override
    @SuppressWarnings("removal")
    public int notify(int address, int most) {
        throw absent();
    }

    private static WasmRuntimeException absent() {
        return new WasmRuntimeException("not of WebAssembly 1.0");
    }
}
