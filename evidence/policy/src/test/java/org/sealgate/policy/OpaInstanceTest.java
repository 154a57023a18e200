package org.sealgate.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.sealgate.policy.TinyModule.RESULT_AT;
import static org.sealgate.policy.Wat.call;
import static org.sealgate.policy.Wat.code;
import static org.sealgate.policy.Wat.i32;
import static org.sealgate.policy.Wat.name;
import static org.sealgate.policy.Wat.u32;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One instance: what it starts with, what is put back, and texts at both ends of its memory. */
class OpaInstanceTest {
    private static final byte[] NO_DATA = "{}".getBytes(UTF_8);
    private static final int PAGE = 1 << 16;
    /** The module's two pages and the host's 32. */
    private static final int SIZE = 34 * PAGE;

    private static OpaInstance start(TinyModule module, PolicyLimits limits) {
        return OpaInstance.start(LoadedModule.interpreted(module.build()), NO_DATA, limits, Long.MAX_VALUE);
    }

    private static PolicyAnswer ask(TinyModule module) {
        return CompiledPolicy.interpret(module.build(), NO_DATA, HostileModules.LIMITS)
                .evaluate("e", NO_DATA);
    }

    @Test
    void state_afterAnEvaluation_putBackToTheLastByteAndGlobal() {
        byte[] last = code(i32(SIZE - 1), i32(7), 0x3a, 0, 0, i32(1), 0x40, 0, 0x1a);
        OpaInstance instance = start(new TinyModule().eval(last), HostileModules.LIMITS);
        instance.keep();
        byte[] before = instance.contents();
        assertEquals(SIZE, before.length);
        // the heap's global, behind the two bytes of data
        assertEquals(List.of((long) PAGE + 2), instance.globals());
        assertArrayEquals(NO_DATA, Arrays.copyOfRange(before, PAGE, PAGE + 2));

        byte[] input = "[1,2]".getBytes(UTF_8);
        for (int again = 0; again < 2; again++) {
            instance.evaluate(0, input, Long.MAX_VALUE);
            byte[] changed = instance.contents();
            assertEquals(SIZE + PAGE, changed.length);
            assertArrayEquals(input, Arrays.copyOfRange(changed, PAGE + 2, PAGE + 7));
            assertEquals(7, changed[SIZE - 1]);
            assertEquals(List.of((long) PAGE + 7), instance.globals());

            instance.restore();
            assertArrayEquals(before, instance.contents());
            assertEquals(List.of((long) PAGE + 2), instance.globals());
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 34", "32, 64", "33, 64", "63, 64", "64, 64"})
    void memory_upToTheLimit_givenWithWhatThereIsToSpare(int asked, int given) {
        PolicyLimits limits = new PolicyLimits(1_000, 64L * PAGE, Duration.ofMinutes(2));
        assertEquals(
                given * PAGE,
                start(new TinyModule().memory(0, u32(asked)), limits).contents().length);
    }

    @Test
    void memory_aPageBeyondTheLimit_refused() {
        PolicyLimits limits = new PolicyLimits(1_000, 64L * PAGE, Duration.ofMinutes(2));
        PolicyFailure failure =
                assertThrows(PolicyFailure.class, () -> start(new TinyModule().memory(0, u32(65)), limits));
        assertEquals("the module asks for 65 pages of memory; at most 64", failure.getMessage());
    }

    /** A module that aborts with an address, or answers with it, after it wrote an x into the last byte. */
    record Row(int address, String detail) {}

    private static byte[] lastIsX() {
        return code(i32(SIZE - 1), i32('x'), 0x3a, 0, 0);
    }

    static List<Row> aborts() {
        return List.of(
                new Row(0, "aborted: zero"),
                new Row(1, "aborted: ero"),
                new Row(4, "aborted: "),
                new Row(3_000, "aborted: " + "y".repeat(200)),
                new Row(3_001, "aborted: " + "y".repeat(199)),
                new Row(SIZE - 2, "aborted: "),
                new Row(SIZE - 1, "aborted: x"),
                new Row(SIZE, "aborted: no message"),
                new Row(-2, "aborted: no message"),
                new Row(Integer.MAX_VALUE, "aborted: no message"));
    }

    @ParameterizedTest
    @MethodSource("aborts")
    void abort_withAnAddress_theTextThereOrNone(Row row) {
        TinyModule module = new TinyModule()
                .text(0, "zero")
                .text(3_000, "y".repeat(200))
                .eval(lastIsX(), i32(row.address()), call(0));
        assertEquals(new PolicyAnswer.Failed(PolicyCause.WASM_ABORT, row.detail()), ask(module));
    }

    static List<Row> texts() {
        return List.of(
                new Row(-1, "a text outside the memory"),
                new Row(SIZE, "a text outside the memory"),
                new Row(SIZE - 1, "a text without an end"),
                new Row(0, "result set: no array"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void result_withAnAddress_isReadFromTheFirstByteToTheLast(Row row) {
        TinyModule module = new TinyModule().text(0, "{\"a\":1}").body("opa_eval", lastIsX(), i32(row.address()));
        assertEquals(new PolicyAnswer.Failed(PolicyCause.WASM_RESULT, row.detail()), ask(module));
    }

    @Test
    void result_ofAMebibyteAndAByteMore_answeredAndRefused() {
        int around = "[{\"result\":{\"a\":\"\"}}]".length();
        for (int more = 0; more <= 1; more++) {
            String value = "x".repeat((1 << 20) - around + more);
            TinyModule module = new TinyModule()
                    .memory(0, u32(20))
                    .text(2 * PAGE, "[{\"result\":{\"a\":\"" + value + "\"}}]")
                    .body("opa_eval", i32(2 * PAGE));
            PolicyAnswer answer = ask(module);
            if (more == 0) {
                PolicyAnswer.Result result = assertInstanceOf(PolicyAnswer.Result.class, answer);
                assertEquals(
                        "{\"a\":\"" + value + "\"}",
                        new String(result.canonical().toArray(), UTF_8));
            } else {
                assertEquals(
                        new PolicyAnswer.Failed(PolicyCause.WASM_LIMIT, "a text of more than 1048576 bytes"), answer);
            }
        }
    }

    @Test
    void println_called_saysNothingAndGoesOn() {
        byte[] wasm = new TinyModule()
                .imported(name("env"), name("opa_println"), 0, u32(0))
                .eval(i32(RESULT_AT), call(2))
                .build();
        for (CompiledPolicy policy : List.of(
                CompiledPolicy.interpret(wasm, NO_DATA, HostileModules.LIMITS),
                CompiledPolicy.compile(wasm, NO_DATA, HostileModules.LIMITS))) {
            assertInstanceOf(PolicyAnswer.Result.class, policy.evaluate("e", NO_DATA));
        }
    }
}
