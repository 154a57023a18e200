package org.sealgate.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R11, R12: one answer, or a cause. */
class CompiledPolicyTest {
    private static final PolicyLimits LIMITS =
            new PolicyLimits(50_000_000, PolicyLimits.MEMORY_BYTES, Duration.ofSeconds(10));

    @Test
    void lean_policy_sameAnswerAndCount_compiledAndInterpreted() {
        byte[] wasm = Resources.bytes("lean/lean.wasm");
        byte[] data = Resources.bytes("lean/data.json");
        byte[] input = Resources.bytes("lean/input.json");
        Measured compiled =
                CompiledPolicy.compile(wasm, data, LIMITS).evaluateMeasured("sealgate/lean/decision", input);
        Measured interpreted =
                CompiledPolicy.interpret(wasm, data, LIMITS).evaluateMeasured("sealgate/lean/decision", input);
        assertInstanceOf(PolicyAnswer.Result.class, compiled.answer());
        assertEquals(compiled, interpreted);
        // A release names its budget in these units: another figure here breaks the replay of what was decided before.
        assertEquals(3_220_950, compiled.instructions());
    }

    @Test
    void lean_module_inspectedWithoutPatience_isOutOfTime() {
        byte[] wasm = Resources.bytes("lean/lean.wasm");
        WasmRefusedException refused =
                assertThrows(WasmRefusedException.class, () -> WasmModule.inspect(wasm, Duration.ZERO));
        assertEquals(PolicyCause.WASM_TIMEOUT, refused.failed().cause());
    }

    @Test
    void lean_module_inspected_entrypointsAndNoBuiltins() throws WasmRefusedException {
        WasmModule module = WasmModule.inspect(Resources.bytes("lean/lean.wasm"));
        assertEquals(Set.of("sealgate/lean/decision"), module.entrypoints());
        assertEquals(Set.of(), module.builtins());
    }
}
