package org.sealgate.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R11, R12: one answer, or a cause. */
class CompiledPolicyTest {
    private static final PolicyLimits LIMITS =
            new PolicyLimits(50_000_000, PolicyLimits.MEMORY_BYTES, Duration.ofSeconds(10));

    static byte[] resource(String name) {
        try (InputStream in = CompiledPolicyTest.class.getResourceAsStream("/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void lean_policy_sameAnswerAndCount_compiledAndInterpreted() {
        byte[] wasm = resource("lean/lean.wasm");
        byte[] data = resource("lean/data.json");
        byte[] input = resource("lean/input.json");
        Measured compiled =
                CompiledPolicy.compile(wasm, data, LIMITS).evaluateMeasured("sealgate/lean/decision", input);
        Measured interpreted =
                CompiledPolicy.interpret(wasm, data, LIMITS).evaluateMeasured("sealgate/lean/decision", input);
        assertInstanceOf(PolicyAnswer.Result.class, compiled.answer());
        assertEquals(compiled, interpreted);
    }

    @Test
    void lean_module_inspected_entrypointsAndNoBuiltins() throws WasmRefusedException {
        WasmModule module = WasmModule.inspect(resource("lean/lean.wasm"));
        assertEquals(Set.of("sealgate/lean/decision"), module.entrypoints());
        assertEquals(Set.of(), module.builtins());
    }
}
