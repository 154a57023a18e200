package org.sealgate.policy;

import java.time.Duration;

/**
 * What one evaluation may cost.
 *
 * <p>Promise: an evaluation ends in {@code WASM_LIMIT} if and only if it would exceed {@code instructions} units or
 * {@code memoryBytes}, on every machine and in both modes; the {@code deadline} is a backstop that depends on the machine.
 * Starting an instance (the module's start function, parsing the data) is held to the same figures on its own account.
 *
 * <p>Example: {@code new PolicyLimits(20_000_000, PolicyLimits.MEMORY_BYTES, Duration.ofSeconds(2))}.
 *
 * @param instructions units, 1 to 2<sup>40</sup>; a unit is one Wasm instruction as {@link Metering} counts them
 * @param memoryBytes bytes of linear memory, 4 MiB to {@link #MEMORY_BYTES}
 * @param deadline wall clock of one evaluation, waiting for a free instance included
 */
public record PolicyLimits(long instructions, long memoryBytes, Duration deadline) {
    /** The most memory that any limit may allow: 256 MiB (promises.md, Limits). */
    public static final long MEMORY_BYTES = 256L << 20;

    static final long LEAST_MEMORY_BYTES = 4L << 20;
    private static final long MOST_INSTRUCTIONS = 1L << 40;

    public PolicyLimits {
        if (instructions < 1 || instructions > MOST_INSTRUCTIONS) {
            throw new IllegalArgumentException("instructions must be 1 to 2^40: " + instructions);
        }
        if (memoryBytes < LEAST_MEMORY_BYTES || memoryBytes > MEMORY_BYTES) {
            throw new IllegalArgumentException("memoryBytes must be 4 MiB to 256 MiB: " + memoryBytes);
        }
        if (deadline.isNegative() || deadline.isZero() || deadline.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("deadline must be above zero and at most a day: " + deadline);
        }
    }
}
