package org.sealgate.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** R15: a real module with something broken. {@code -Dsealgate.mutations=10000} for more. */
class MutatedModulesTest {
    private static final int MUTATIONS = Integer.getInteger("sealgate.mutations", 120);
    private static final PolicyLimits LIMITS =
            new PolicyLimits(20_000_000, PolicyLimits.MEMORY_BYTES, Duration.ofMinutes(2));

    private final byte[] wasm = Resources.bytes("lean/lean.wasm");
    private final byte[] data = Resources.bytes("lean/data.json");
    private final byte[] input = Resources.bytes("lean/input.json");

    private Measured interpret(byte[] module) {
        return CompiledPolicy.interpret(module, data, LIMITS).evaluateMeasured("sealgate/lean/decision", input);
    }

    @Test
    void aByteChanged_asked_anAnswerOfEitherKindInTime() {
        Random random = new Random(5);
        int failed = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = wasm.clone();
            // the code lies between bytes 1,000 and 84,000, the data behind
            mutated[random.nextInt(random.nextInt(10) == 0 ? mutated.length : 84_000)] ^=
                    (byte) (1 << random.nextInt(8));
            long start = CpuTime.millis();
            Measured measured = interpret(mutated);
            failed += measured.answer() instanceof PolicyAnswer.Failed ? 1 : 0;
            assertTrue(CpuTime.millis() - start <= 5_000);
        }
        assertTrue(failed > MUTATIONS / 4, failed + " failed");
    }

    @Test
    void cutAtAnyPlace_asked_refused() {
        for (int length = 0; length < wasm.length; length += 1 + length / 10) {
            PolicyAnswer answer = interpret(Arrays.copyOf(wasm, length)).answer();
            // An end between two sections is a module without the later ones.
            assertTrue(
                    answer instanceof PolicyAnswer.Failed failed
                            && failed.detail().contains("refused"),
                    "" + length);
        }
    }

    @Test
    void aByteChanged_bothModes_theSame() {
        Random random = new Random(6);
        for (int i = 0; i < MUTATIONS / 12; i++) {
            byte[] mutated = wasm.clone();
            mutated[1_000 + random.nextInt(83_000)] ^= (byte) (1 << random.nextInt(8));
            Measured compiled =
                    CompiledPolicy.compile(mutated, data, LIMITS).evaluateMeasured("sealgate/lean/decision", input);
            Measured interpreted = interpret(mutated);
            if (compiled.instructions() != 0) {
                assertEquals(interpreted.instructions(), compiled.instructions());
            }
            assertEquals(kind(interpreted.answer()), kind(compiled.answer()));
        }
    }

    private static Object kind(PolicyAnswer answer) {
        return answer instanceof PolicyAnswer.Failed failed ? failed.cause() : answer;
    }
}
