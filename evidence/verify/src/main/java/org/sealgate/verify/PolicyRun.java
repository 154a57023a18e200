package org.sealgate.verify;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sealgate.policy.CompiledPolicy;
import org.sealgate.policy.PolicyAnswer;
import org.sealgate.policy.PolicyCause;
import org.sealgate.policy.PolicyLimits;

/**
 * A policy to run again: interpreted for a few bundles, because compiling takes longer than that, and compiled once it is clear that
 * there are many. Both give the same answers.
 *
 * <p>Compiling cannot be broken off, so it goes on beside the run: bundles are interpreted until it is done, and one that is too long
 * for that waits no longer than its own patience.
 */
final class PolicyRun {
    /** This verifier's own cap on a release's budget, in instructions: a hostile release does not set its own limit. */
    static final long MOST_INSTRUCTIONS = 1_000_000_000;

    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final int INTERPRETED = 8;

    /** From here on one interpretation costs more than compiling. */
    private static final int LONG_INPUT = 16 * 1024;

    private final Supplier<CompiledPolicy> interpreting;
    private final Supplier<CompiledPolicy> compiling;
    private final AtomicInteger uses = new AtomicInteger();
    private @Nullable CompiledPolicy interpreted;
    private @Nullable CompletableFuture<CompiledPolicy> compiled;

    PolicyRun(byte[] wasm, byte[] data, long instructionBudget) {
        this(
                () -> CompiledPolicy.interpret(wasm, data, limits(instructionBudget)),
                () -> CompiledPolicy.compile(wasm, data, limits(instructionBudget)));
    }

    PolicyRun(Supplier<CompiledPolicy> interpreting, Supplier<CompiledPolicy> compiling) {
        this.interpreting = interpreting;
        this.compiling = compiling;
    }

    private static PolicyLimits limits(long instructionBudget) {
        return new PolicyLimits(Math.min(instructionBudget, MOST_INSTRUCTIONS), PolicyLimits.MEMORY_BYTES, DEADLINE);
    }

    /** Asks the policy, which has what is left of the bundle's patience and never more than its own deadline. */
    PolicyAnswer evaluate(String entrypoint, byte[] input, Patience patience) {
        boolean tooLong = input.length > LONG_INPUT;
        CompiledPolicy policy;
        if (uses.incrementAndGet() <= INTERPRETED && !tooLong) {
            policy = interpreted();
        } else {
            CompletableFuture<CompiledPolicy> made = compiled();
            if (tooLong && !isDone(made, patience.left())) {
                return new PolicyAnswer.Failed(PolicyCause.WASM_TIMEOUT, "still compiling at the deadline");
            }
            policy = made.isDone() ? made.join() : interpreted();
        }
        return policy.evaluate(entrypoint, input, patience.left());
    }

    private static boolean isDone(CompletableFuture<CompiledPolicy> made, Duration patience) {
        try {
            made.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("compiling answers with a policy, refused or not", e);
        }
    }

    private synchronized CompletableFuture<CompiledPolicy> compiled() {
        CompletableFuture<CompiledPolicy> before = compiled;
        if (before != null && !(before.isDone() && isOutOfTime(before.join()))) {
            return before;
        }
        CompletableFuture<CompiledPolicy> made = CompletableFuture.supplyAsync(
                compiling,
                task -> Thread.ofPlatform().daemon().name("compile policy").start(task));
        compiled = made;
        return made;
    }

    /** That a machine was too busy to start it is no property of the policy: it is tried again. */
    private static boolean isOutOfTime(CompiledPolicy policy) {
        return policy.refusal()
                .filter(refused -> refused.cause() == PolicyCause.WASM_TIMEOUT)
                .isPresent();
    }

    private synchronized CompiledPolicy interpreted() {
        CompiledPolicy ready = interpreted;
        if (ready == null) {
            ready = interpreting.get();
            interpreted = ready;
        }
        return ready;
    }
}
