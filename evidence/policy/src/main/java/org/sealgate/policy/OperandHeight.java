package org.sealgate.policy;

import java.util.Arrays;

/**
 * How high a function's operand stack can get; in compiled code it lies on the thread's stack, beside the locals.
 *
 * <p>Exact for valid code; for invalid code, which Endive's validator refuses afterwards, any figure will do. After a jump the
 * rest of a block is never run and counts from the block's own height.
 */
final class OperandHeight {
    /** For each open block the height below it, and one bit more if it leaves a result. */
    private int[] blocks = new int[16];

    private int open;
    private int height;
    private int most;

    int most() {
        return most;
    }

    void pop(int count) {
        height = Math.max(below(), height - count);
    }

    void push(int count) {
        height += count;
        most = Math.max(most, height);
    }

    private int below() {
        return blocks[open] >> 1;
    }

    /** A block begins, after its condition was popped. */
    void open(boolean hasResult) {
        if (++open == blocks.length) {
            blocks = Arrays.copyOf(blocks, open * 2);
        }
        blocks[open] = height << 1 | (hasResult ? 1 : 0);
    }

    void otherwise() {
        height = below();
    }

    void close() {
        int results = blocks[open] & 1;
        height = below();
        open--;
        push(results);
    }

    /** After an instruction that does not come back. */
    void dead() {
        height = below();
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
