package org.sealgate.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** R15, R12: whatever a module is, the answer is a cause, soon. */
class HostileModulesTest {
    private static final byte[] INPUT = "{}".getBytes(StandardCharsets.UTF_8);
    private static final PolicyLimits LIMITS = HostileModules.LIMITS;

    static List<HostileModules.Row> rows() {
        return HostileModules.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void hostileModule_asked_itsCauseInBothModesWithinFiveSeconds(HostileModules.Row row) {
        Measured interpreted = ended(row, CompiledPolicy::interpret);
        Measured compiled = ended(row, CompiledPolicy::compile);
        if (compiled.instructions() != 0) {
            assertEquals(interpreted.instructions(), compiled.instructions());
        }
    }

    /** A virtual thread has the smallest stack that a caller may have; the limit must be met before its end. */
    @Test
    void recursions_onAVirtualThread_endAtTheDepthLimit() throws InterruptedException {
        for (HostileModules.Row row : HostileModules.all()) {
            if (row.says().equals("too deep")) {
                Thread thread = Thread.ofVirtual()
                        .uncaughtExceptionHandler(failure)
                        .start(() -> {
                            ended(row, CompiledPolicy::interpret);
                            ended(row, CompiledPolicy::compile);
                        });
                thread.join();
                assertEquals(List.of(), List.copyOf(failures));
            }
        }
    }

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Thread.UncaughtExceptionHandler failure = (thread, thrown) -> failures.add(thrown);

    private static Measured ended(HostileModules.Row row, Load load) {
        long start = CpuTime.millis();
        Measured measured = load.apply(row.module(), INPUT, LIMITS).evaluateMeasured("e", INPUT);
        long millis = CpuTime.millis() - start;
        PolicyAnswer.Failed failed = assertInstanceOf(PolicyAnswer.Failed.class, measured.answer());
        assertEquals(row.cause(), failed.cause(), failed.detail());
        assertTrue(failed.detail().contains(row.says()), failed.detail());
        assertTrue(millis <= 5_000, millis + " ms");
        return measured;
    }

    private interface Load {
        CompiledPolicy apply(byte[] wasm, byte[] data, PolicyLimits limits);
    }

    @Test
    void tinyModule_asked_answers() {
        // The rows mean nothing unless the module that they are made from is a good one.
        PolicyAnswer answer = CompiledPolicy.interpret(new TinyModule().build(), INPUT, LIMITS)
                .evaluate("e", INPUT);
        PolicyAnswer.Result result = assertInstanceOf(PolicyAnswer.Result.class, answer);
        assertEquals("{\"a\":1}", new String(result.canonical().toArray(), StandardCharsets.UTF_8));
    }
}
