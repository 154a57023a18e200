package org.sealgate.engine.release;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.Kind;
import org.sealgate.policy.CompiledPolicy;
import org.sealgate.policy.Measured;
import org.sealgate.policy.PolicyAnswer;
import org.sealgate.policy.PolicyLimits;

/**
 * How much an evaluation may cost, the same in the engine and in every verifier.
 *
 * @param instructions the budget, from {@code /governance/instructionBudget}
 * @param largest what the most expensive of the {@link LargestInputs} took
 */
record InstructionBudget(long instructions, long largest) {
    /** So that every recorded input replays with room to spare. */
    private static final int MARGIN = 3;

    static Optional<InstructionBudget> of(DataDocument data, WasmBuild wasm, List<Problem> problems) {
        long instructions;
        PolicyLimits limits;
        Map<Kind, List<byte[]>> inputs = new EnumMap<>(Kind.class);
        try {
            instructions = data.governance().integer("instructionBudget");
            limits = new PolicyLimits(instructions, PolicyLimits.MEMORY_BYTES, Duration.ofSeconds(30));
            for (Kind kind : Kind.values()) {
                inputs.put(kind, new LargestInputs(data).of(kind));
            }
        } catch (JsonException e) {
            problems.add(KindRules.shape("/governance", e));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            problems.add(
                    Problem.in("data", ProblemCode.DATA_SHAPE, "/governance/instructionBudget: " + e.getMessage()));
            return Optional.empty();
        }
        CompiledPolicy policy = CompiledPolicy.compile(wasm.module().toArray(), data.toBytes(), limits);
        long largest = 0;
        for (Map.Entry<Kind, List<byte[]>> each : inputs.entrySet()) {
            Kind kind = each.getKey();
            for (byte[] input : each.getValue()) {
                Measured measured = policy.evaluateMeasured(kind.entrypoint(), input);
                largest = Math.max(largest, measured.instructions());
                if (measured.answer() instanceof PolicyAnswer.Failed failed) {
                    problems.add(Problem.in(
                            "",
                            ProblemCode.BUDGET,
                            kind.id() + ": an input of the largest size ends in " + failed.cause() + ": "
                                    + failed.detail()));
                    return Optional.empty();
                }
            }
        }
        if (largest * MARGIN > instructions) {
            problems.add(Problem.in(
                    "data",
                    ProblemCode.BUDGET,
                    "the largest input takes " + largest
                            + " instructions; /governance/instructionBudget must be at least " + largest * MARGIN));
        }
        return Optional.of(new InstructionBudget(instructions, largest));
    }
}
