package org.sealgate.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A policy as OPA compiled it to Wasm, with its data, ready to be asked.
 *
 * <p>Promise: the same module, data, entrypoint and input give the same {@link PolicyAnswer} on every machine, {@linkplain
 * #compile compiled} or {@linkplain #interpret interpreted}, whatever was asked before; only {@link PolicyCause#WASM_TIMEOUT}
 * depends on the machine. Every failure is a {@link PolicyAnswer.Failed}: nothing that a module does throws, and a module that
 * is refused answers every question with the reason. Nothing is provided to a module but memory and a way to abort: no clock,
 * no built-ins, no output. Thread-safe.
 *
 * <p>Source: OPA, "Wasm modules", ABI 1.2 and 1.3 ({@code opa_eval}); limits: {@link PolicyLimits}, {@link ModuleLimits}.
 *
 * <pre>{@code
 * var policy = CompiledPolicy.interpret(wasm, data, new PolicyLimits(20_000_000, MEMORY_BYTES, Duration.ofSeconds(3)));
 * switch (policy.evaluate("sealgate/sealed_run/decision", input)) {
 *     case PolicyAnswer.Result result -> …            // {"authority":{…},"checks":[…],…}
 *     case PolicyAnswer.Failed failed -> …            // WASM_LIMIT, "more than 20000000 instructions"
 * }
 * }</pre>
 */
public final class CompiledPolicy {
    private final Instances instances;
    private final PolicyLimits limits;

    private CompiledPolicy(Instances instances, PolicyLimits limits) {
        this.instances = instances;
        this.limits = limits;
    }

    /**
     * For many evaluations: to JVM bytecode, which takes about a second and is kept for the module's digest, with instances
     * that are used again.
     *
     * @param wasm {@code policy.wasm}
     * @param data {@code data.json}, the whole data document
     */
    public static CompiledPolicy compile(byte[] wasm, byte[] data, PolicyLimits limits) {
        byte[] document = data.clone();
        return load(
                () -> new PooledInstances(LoadedModules.compiled(wasm), document, limits, deadline(limits)), limits);
    }

    /** For one evaluation in a cold process: nothing is compiled, every evaluation starts its own instance. */
    public static CompiledPolicy interpret(byte[] wasm, byte[] data, PolicyLimits limits) {
        byte[] document = data.clone();
        return load(() -> new FreshInstances(LoadedModules.interpreted(wasm), document, limits), limits);
    }

    @SuppressWarnings("CatchingUnchecked")
    private static CompiledPolicy load(Supplier<Instances> source, PolicyLimits limits) {
        Instances instances;
        try {
            instances = source.get();
        } catch (RuntimeException | Error thrown) { // see PolicyFailure.answer
            instances = new Instances.None(PolicyFailure.answer(thrown));
        }
        return new CompiledPolicy(instances, limits);
    }

    /** Why this policy answers nothing, or empty; asked at start, so that a refused policy is not found out by its first caller. */
    public Optional<PolicyAnswer.Failed> refusal() {
        return instances instanceof Instances.None none ? Optional.of(none.refusal()) : Optional.empty();
    }

    /**
     * Asks the policy.
     *
     * @param entrypoint a rule's path, for example {@code sealgate/sealed_run/decision}
     * @param input UTF-8 JSON, as it is
     */
    public PolicyAnswer evaluate(String entrypoint, byte[] input) {
        return evaluateMeasured(entrypoint, input).answer();
    }

    /** Asks the policy, which has at most {@code patience} and never more than its own deadline. */
    public PolicyAnswer evaluate(String entrypoint, byte[] input, Duration patience) {
        long nanos = Math.min(patience.toNanos(), limits.deadline().toNanos());
        return instances.evaluate(entrypoint, input, System.nanoTime() + nanos).answer();
    }

    /** Asks the policy and tells what the answer cost. */
    public Measured evaluateMeasured(String entrypoint, byte[] input) {
        return instances.evaluate(entrypoint, input, deadline(limits));
    }

    private static long deadline(PolicyLimits limits) {
        return System.nanoTime() + limits.deadline().toNanos();
    }
}
