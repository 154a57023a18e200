package org.sealgate.policy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a policy's module says of itself.
 *
 * <p>Promise: {@code builtins} are the built-ins that the module leaves to its host, which this package never provides; a
 * verifier refuses a module that names one outside the release's capabilities. The two functions that tell are the module's
 * own code and run under limits.
 *
 * @param entrypoints rules that can be asked, for example {@code sealgate/sealed_run/decision}
 * @param builtins for example {@code time.now_ns}; empty for a policy that can run here in full
 */
public record WasmModule(SortedSet<String> entrypoints, SortedSet<String> builtins) {
    private static final PolicyLimits LIMITS =
            new PolicyLimits(20_000_000, PolicyLimits.MEMORY_BYTES, Duration.ofSeconds(4));

    private static final byte[] NO_DATA = "{}".getBytes(StandardCharsets.UTF_8);

    public WasmModule {
        entrypoints = Collections.unmodifiableSortedSet(new TreeSet<>(entrypoints));
        builtins = Collections.unmodifiableSortedSet(new TreeSet<>(builtins));
    }

    /**
     * Looks into a module.
     *
     * @throws WasmRefusedException where it is no module that this package runs
     */
    public static WasmModule inspect(byte[] wasm) throws WasmRefusedException {
        return inspect(wasm, LIMITS.deadline());
    }

    /**
     * Looks into a module, which has at most {@code patience}, loading included, and never more than four seconds.
     *
     * @throws WasmRefusedException where it is no module that this package runs, or does not tell in time
     */
    @SuppressWarnings("CatchingUnchecked")
    public static WasmModule inspect(byte[] wasm, Duration patience) throws WasmRefusedException {
        try {
            long nanos = Math.min(patience.toNanos(), LIMITS.deadline().toNanos());
            long deadline = System.nanoTime() + nanos;
            OpaInstance instance = OpaInstance.start(LoadedModules.interpreted(wasm), NO_DATA, LIMITS, deadline);
            return new WasmModule(
                    new TreeSet<>(instance.entrypoints().keySet()),
                    new TreeSet<>(instance.builtins().keySet()));
        } catch (RuntimeException | Error thrown) { // see PolicyFailure.answer
            throw new WasmRefusedException(PolicyFailure.answer(thrown));
        }
    }
}
