package org.sealgate.verify;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sealgate.policy.CompiledPolicy;
import org.sealgate.policy.PolicyAnswer;
import org.sealgate.policy.PolicyLimits;

/**
 * A policy to run again: interpreted for a few bundles, because compiling takes longer than that, and compiled once it is clear that
 * there are many. Both give the same answers.
 */
final class PolicyRun {
    /** This verifier's own cap on a release's budget, in instructions: a hostile release does not set its own limit. */
    static final long MOST_INSTRUCTIONS = 1_000_000_000;

    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final int INTERPRETED = 8;

    /** From here on one interpretation costs more than compiling. */
    private static final int LONG_INPUT = 16 * 1024;

    private final byte[] wasm;
    private final byte[] data;
    private final PolicyLimits limits;
    private final AtomicInteger uses = new AtomicInteger();
    private volatile @Nullable CompiledPolicy interpreted;
    private volatile @Nullable CompiledPolicy compiled;

    PolicyRun(byte[] wasm, byte[] data, long instructionBudget) {
        this.wasm = wasm;
        this.data = data;
        this.limits =
                new PolicyLimits(Math.min(instructionBudget, MOST_INSTRUCTIONS), PolicyLimits.MEMORY_BYTES, DEADLINE);
    }

    PolicyAnswer evaluate(String entrypoint, byte[] input) {
        return policy(input).evaluate(entrypoint, input);
    }

    private CompiledPolicy policy(byte[] input) {
        CompiledPolicy ready = compiled;
        if (ready != null) {
            return ready;
        }
        return uses.incrementAndGet() > INTERPRETED || input.length > LONG_INPUT ? compile() : interpreted();
    }

    private synchronized CompiledPolicy compile() {
        CompiledPolicy ready = compiled;
        if (ready == null) {
            ready = CompiledPolicy.compile(wasm, data, limits);
            compiled = ready;
        }
        return ready;
    }

    private synchronized CompiledPolicy interpreted() {
        CompiledPolicy ready = interpreted;
        if (ready == null) {
            ready = CompiledPolicy.interpret(wasm, data, limits);
            interpreted = ready;
        }
        return ready;
    }
}
