package org.sealgate.policy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.sealgate.policy.PolicyCause.WASM_ABORT;
import static org.sealgate.policy.PolicyCause.WASM_LIMIT;
import static org.sealgate.policy.PolicyCause.WASM_RESULT;
import static org.sealgate.policy.PolicyCause.WASM_TIMEOUT;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import run.endive.runtime.WasmInterruptedException;
import run.endive.runtime.WasmRuntimeException;

/** The cause for each thing that can be thrown, how long a detail may be, and which limits there are. */
class PolicyAnswerTest {
    private record Row(Throwable thrown, PolicyCause cause, String detail) {}

    @Test
    void thrown_each_itsCauseAndSentence() {
        for (Row row : List.of(
                new Row(new PolicyFailure(WASM_RESULT, "r"), WASM_RESULT, "r"),
                new Row(PolicyFailure.limit("l"), WASM_LIMIT, "l"),
                new Row(PolicyFailure.refused("x"), WASM_ABORT, "module refused: x"),
                new Row(new WasmInterruptedException("i"), WASM_TIMEOUT, "i"),
                new Row(new StackOverflowError(), WASM_LIMIT, "StackOverflowError"),
                new Row(new OutOfMemoryError("heap"), WASM_LIMIT, "heap"),
                new Row(new WasmRuntimeException("s", new StackOverflowError()), WASM_LIMIT, "s"),
                new Row(new WasmRuntimeException("s", new IllegalStateException()), WASM_ABORT, "s"),
                new Row(new WasmRuntimeException("s"), WASM_ABORT, "s"),
                new Row(new IllegalStateException("s", new StackOverflowError()), WASM_ABORT, "s"),
                new Row(new AssertionError("a"), WASM_ABORT, "a"),
                new Row(new NullPointerException(), WASM_ABORT, "NullPointerException"))) {
            assertEquals(new PolicyAnswer.Failed(row.cause(), row.detail()), PolicyFailure.answer(row.thrown()));
        }
    }

    @Test
    void detail_ofThreeHundredCharactersAndOneMore_wholeAndCut() {
        String longest = "d".repeat(300);
        assertEquals(longest, new PolicyAnswer.Failed(WASM_ABORT, longest).detail());
        assertEquals(longest + "…", new PolicyAnswer.Failed(WASM_ABORT, longest + "d").detail());
    }

    @Test
    void refusedModule_inspected_whyIsTold() {
        WasmRefusedException refused =
                assertThrows(WasmRefusedException.class, () -> WasmModule.inspect(new byte[] {0}));
        assertEquals(new PolicyAnswer.Failed(WASM_ABORT, "module refused: truncated at byte 1"), refused.failed());
        assertEquals("WASM_ABORT: module refused: truncated at byte 1", refused.getMessage());
    }

    private record Limits(long instructions, long memory, Duration deadline, boolean taken) {}

    @Test
    void limits_atTheirEndsAndOneBeyond_takenAndRefused() {
        long least = 4L << 20;
        long most = 256L << 20;
        Duration second = Duration.ofSeconds(1);
        Duration day = Duration.ofDays(1);
        for (Limits row : List.of(
                new Limits(1, least, Duration.ofNanos(1), true),
                new Limits(1L << 40, most, day, true),
                new Limits(0, least, second, false),
                new Limits(-1, least, second, false),
                new Limits((1L << 40) + 1, least, second, false),
                new Limits(1, least - 1, second, false),
                new Limits(1, most + 1, second, false),
                new Limits(1, least, Duration.ZERO, false),
                new Limits(1, least, Duration.ofNanos(-1), false),
                new Limits(1, least, day.plusNanos(1), false))) {
            if (row.taken()) {
                assertDoesNotThrow(
                        () -> new PolicyLimits(row.instructions(), row.memory(), row.deadline()), row.toString());
            } else {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new PolicyLimits(row.instructions(), row.memory(), row.deadline()),
                        row.toString());
            }
        }
    }
}
