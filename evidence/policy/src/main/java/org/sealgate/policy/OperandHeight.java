package org.sealgate.policy;

/**
 * How high a function's operand stack can get; in compiled code it lies on the thread's stack, beside the locals.
 *
 * <p>Exact for valid code; for invalid code, which Endive's validator refuses afterwards, any figure will do. After a jump the
 * rest of a block is never run and counts from the block's own height.
 */
final class OperandHeight {
    private final int[] below = new int[ModuleLimits.NESTING + 2];
    private final boolean[] result = new boolean[ModuleLimits.NESTING + 2];
    private int open;
    private int height;
    private int most;

    int most() {
        return most;
    }

    void pop(int count) {
        height = Math.max(below[open], height - count);
    }

    void push(int count) {
        height += count;
        most = Math.max(most, height);
    }

    /** A block begins, after its condition was popped. */
    void open(boolean hasResult) {
        open++;
        below[open] = height;
        result[open] = hasResult;
    }

    void otherwise() {
        height = below[open];
    }

    void close() {
        height = below[open];
        if (open > 0 && result[open--]) {
            push(1);
        }
    }

    /** After an instruction that does not come back. */
    void dead() {
        height = below[open];
    }

    /** An instruction without immediates or with a memory address: 0x00, 0x01, 0x1a, 0x1b, and 0x28 to 0xbf. */
    void bare(int opcode) {
        if (opcode == 0x00) {
            dead();
        } else if (opcode == 0x1a) {
            pop(1);
        } else if (opcode == 0x1b) {
            pop(2);
        } else if (opcode >= 0x36 && opcode <= 0x3e) {
            pop(2); // stores
        } else if (binary(opcode)) {
            pop(1);
        }
    }

    /** Comparisons and arithmetic that take two operands and leave one; loads, tests, conversions take one and leave one. */
    private static boolean binary(int opcode) {
        return within(opcode, 0x46, 0x4f)
                || within(opcode, 0x51, 0x66)
                || within(opcode, 0x6a, 0x78)
                || within(opcode, 0x7c, 0x8a)
                || within(opcode, 0x92, 0x98)
                || within(opcode, 0xa0, 0xa6);
    }

    private static boolean within(int opcode, int from, int to) {
        return from <= opcode && opcode <= to;
    }
}
