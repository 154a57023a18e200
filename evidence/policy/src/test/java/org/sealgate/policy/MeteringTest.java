package org.sealgate.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.sealgate.policy.TinyModule.EXTRA;
import static org.sealgate.policy.Wat.I32;
import static org.sealgate.policy.Wat.I64;
import static org.sealgate.policy.Wat.br;
import static org.sealgate.policy.Wat.brIf;
import static org.sealgate.policy.Wat.call;
import static org.sealgate.policy.Wat.code;
import static org.sealgate.policy.Wat.i32;
import static org.sealgate.policy.Wat.local;
import static org.sealgate.policy.Wat.loop;
import static org.sealgate.policy.Wat.repeat;
import static org.sealgate.policy.Wat.u32;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is charged, by hand: frames to the last slot, units to the last instruction, and when an overdraft is noticed. */
class MeteringTest {
    private static final byte[] NO_DATA = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int NOTHING = 5;
    private static final PolicyAnswer.Failed TOO_DEEP =
            new PolicyAnswer.Failed(PolicyCause.WASM_LIMIT, "calls nested too deep");

    private static PolicyLimits limits(long instructions) {
        return new PolicyLimits(instructions, PolicyLimits.MEMORY_BYTES, Duration.ofMinutes(2));
    }

    private static Measured ask(byte[] wasm, long instructions) {
        return CompiledPolicy.interpret(wasm, NO_DATA, limits(instructions)).evaluateMeasured("e", NO_DATA);
    }

    private static PolicyAnswer.Failed spent(long instructions) {
        return new PolicyAnswer.Failed(PolicyCause.WASM_LIMIT, "more than " + instructions + " instructions");
    }

    /**
     * opa_eval with 7 parameters and one operand, six functions with 5,000 locals and one with the rest; each frame 64 more. The
     * last one calls a function that calls nothing and takes no frame.
     */
    private static byte[] chain(int lastLocals) {
        TinyModule module = new TinyModule().eval(call(EXTRA));
        for (int i = 1; i <= 6; i++) {
            module.function(NOTHING, 1, u32(5_000), I64, call(EXTRA + i));
        }
        return module.function(NOTHING, 1, u32(lastLocals), I64, call(EXTRA + 7))
                .function(NOTHING, 0)
                .build();
    }

    @Test
    void frames_metExactlyAndMissedByOne_resultAndLimit() {
        int left = Meter.FRAME_BALANCE - (64 + 8) - 6 * (64 + 5_000) - 64;
        assertInstanceOf(PolicyAnswer.Result.class, ask(chain(left), 1_000_000).answer());
        assertEquals(TOO_DEEP, ask(chain(left + 1), 1_000_000).answer());
    }

    @Test
    void frames_ofCallsThatEnded_givenBack() {
        // 100 calls of a chain that takes a third of all frames
        byte[] body = code(local(0x20, 0), i32(-1), 0x6a, local(0x22, 0), brIf(0));
        byte[] wasm = new TinyModule()
                .eval(i32(100), local(0x21, 0), loop(call(EXTRA), body))
                .function(NOTHING, 1, u32(5_000), I64, call(EXTRA + 1))
                .function(NOTHING, 1, u32(5_000), I64, call(EXTRA + 2))
                .function(NOTHING, 0)
                .build();
        assertInstanceOf(PolicyAnswer.Result.class, ask(wasm, 1_000_000).answer());
    }

    /** A function of 29 instructions is paid for by the call's 30; one of 30 pays itself as well. */
    @ParameterizedTest
    @CsvSource({"0, 33", "28, 33", "29, 63", "30, 64"})
    void callee_shortAndLong_paidForByItsCallerOrByItself(int nops, long charged) {
        byte[] wasm = new TinyModule()
                .eval(call(EXTRA))
                .function(NOTHING, 0, repeat(nops, code(0x01)))
                .build();
        assertEquals(charged, ask(wasm, 1_000).instructions());
    }

    /** 8 units a pass and 36 around it; the last passes are paid at the end of a function that calls, where nothing settles. */
    private static byte[] owing(int passes, int answer) {
        return code(
                call(EXTRA),
                i32(passes),
                local(0x21, 0),
                loop(local(0x20, 0), i32(-1), 0x6a, local(0x22, 0), brIf(0), 0x01, 0x01),
                i32(answer));
    }

    @Test
    void evaluation_owingAtItsEnd_heldToItsBudget() {
        byte[] wasm = new TinyModule()
                .body("opa_eval", owing(100, TinyModule.RESULT_AT))
                .function(NOTHING, 0)
                .build();
        Measured measured = ask(wasm, 836);
        assertInstanceOf(PolicyAnswer.Result.class, measured.answer());
        assertEquals(836, measured.instructions());
        assertEquals(new Measured(spent(835), 836), ask(wasm, 835));
    }

    @Test
    void start_owingAtItsEnd_heldToItsBudget() {
        byte[] wasm = new TinyModule()
                .body("opa_json_parse", owing(100, 8))
                .function(NOTHING, 0)
                .build();
        LoadedModule module = LoadedModule.interpreted(wasm);
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        assertEquals(
                836, OpaInstance.start(module, NO_DATA, limits(836), deadline).charged());
        PolicyFailure failure =
                assertThrows(PolicyFailure.class, () -> OpaInstance.start(module, NO_DATA, limits(835), deadline));
        assertEquals(spent(835), PolicyFailure.answer(failure));
    }

    /** A function that loops and calls nothing pays at its end and settles there: a caller's loop must not run on for long. */
    @Test
    void overdraft_ofALoopingFunction_noticedAtItsEnd() {
        byte[] passes = loop(local(0x20, 0), i32(-1), 0x6a, local(0x22, 0), brIf(0));
        byte[] wasm = new TinyModule()
                .eval(loop(call(EXTRA), br(0)))
                .function(NOTHING, 1, 1, I32, i32(100), local(0x21, 0), passes)
                .build();
        // opa_eval's 3, and 17 times 4 and 100 passes of 6; its own passes are still in its local
        assertEquals(new Measured(spent(10_000), 3 + 17 * 604), ask(wasm, 10_000));
        assertEquals(new Measured(spent(3 + 17 * 604), 3 + 18 * 604), ask(wasm, 3 + 17 * 604));
    }

    @ParameterizedTest
    @CsvSource({"499970, 0", "499969, 1", "494970, 5000"})
    void instructionsAndLocals_atTheLimitAndOneMore_rewrittenAndRefused(int instructions, int locals) {
        Metering.rewrite(shape(instructions, locals));
        PolicyFailure failure =
                assertThrows(PolicyFailure.class, () -> Metering.rewrite(shape(instructions + 1, locals)));
        assertEquals("more than 500000 instructions and locals", failure.getMessage());
    }

    /** The other seven functions have 29 instructions and parameters, and this one an end. */
    private static ModuleShape shape(int instructions, int locals) {
        byte[] nops = repeat(instructions, code(0x01));
        return ModuleReader.read(
                new TinyModule().function(NOTHING, 1, u32(locals), I64, nops).build());
    }
}
