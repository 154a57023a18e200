package org.sealgate.policy;

import run.endive.runtime.Instance;
import run.endive.runtime.Memory;

/**
 * The state of an instance before its first evaluation: the bytes below the heap's end, the mutable globals, the memory's size.
 *
 * <p>OPA resets its heap pointer only. We put back everything that an evaluation can have changed, because a result, or a count
 * of instructions, that depends on the evaluation before does not replay; and because the input must not stay in memory.
 */
final class BaseState {
    private final Instance instance;
    private final Memory memory;
    private final int[] globals;
    private final long[] values;
    private final byte[] below;
    private final int pages;

    BaseState(Instance instance, Memory memory, int[] globals, int heapEnd) {
        this.instance = instance;
        this.memory = memory;
        this.globals = globals;
        this.below = memory.readBytes(0, heapEnd);
        this.pages = memory.pages();
        this.values = new long[globals.length];
        for (int i = 0; i < globals.length; i++) {
            values[i] = instance.global(globals[i]).getValue();
        }
    }

    /** Puts the state back; false where that is not possible because the memory has grown. */
    boolean restore(int used) {
        if (memory.pages() != pages) {
            return false;
        }
        memory.write(0, below, 0, below.length);
        int end = (int) Math.min(used & 0xffff_ffffL, (long) pages * Memory.PAGE_SIZE);
        if (end > below.length) {
            memory.fill((byte) 0, below.length, end);
        }
        for (int i = 0; i < globals.length; i++) {
            instance.global(globals[i]).setValue(values[i]);
        }
        return true;
    }
}
