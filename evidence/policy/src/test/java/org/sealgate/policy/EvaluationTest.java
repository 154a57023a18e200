package org.sealgate.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealgate.policy.Wat.br;
import static org.sealgate.policy.Wat.brIf;
import static org.sealgate.policy.Wat.code;
import static org.sealgate.policy.Wat.i32;
import static org.sealgate.policy.Wat.local;
import static org.sealgate.policy.Wat.loop;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds for every evaluation, in both modes: the count, the clock, the state, many at once. */
class EvaluationTest {
    private static final byte[] NO_DATA = "{}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ENDLESS = new TinyModule().eval(loop(br(0))).build();
    private static final long PLENTY = 1L << 40;

    private enum Mode {
        COMPILED,
        INTERPRETED;

        CompiledPolicy load(byte[] wasm, byte[] data, PolicyLimits limits) {
            return this == COMPILED
                    ? CompiledPolicy.compile(wasm, data, limits)
                    : CompiledPolicy.interpret(wasm, data, limits);
        }
    }

    private static PolicyLimits limits(long instructions, long millis) {
        return new PolicyLimits(instructions, PolicyLimits.MEMORY_BYTES, Duration.ofMillis(millis));
    }

    private static PolicyAnswer.Failed failed(Measured measured) {
        return assertInstanceOf(PolicyAnswer.Failed.class, measured.answer());
    }

    /** 8 units a pass, 30 for each of the three calls that the host makes are not charged: callees pay for themselves. */
    private static byte[] countdown(int passes) {
        return new TinyModule()
                .eval(
                        i32(passes),
                        local(0x21, 0),
                        loop(local(0x20, 0), i32(-1), 0x6a, local(0x22, 0), brIf(0), 0x01, 0x01))
                .build();
    }

    @Test
    void instructions_loopOfKnownLength_countedExactlyInBothModes() {
        for (int passes : new int[] {1, 2, 1_249, 1_250, 1_251, 12_500, 100_000, 1_000_000}) {
            for (Mode mode : Mode.values()) {
                Measured measured = mode.load(countdown(passes), NO_DATA, limits(PLENTY, 20_000))
                        .evaluateMeasured("e", NO_DATA);
                // const, local.set, loop, const, end
                assertEquals(8L * passes + 5, measured.instructions(), mode + " " + passes);
            }
        }
    }

    @Test
    void budget_metExactlyAndMissedByOne_resultAndLimit() {
        byte[] wasm = countdown(10_000);
        for (Mode mode : Mode.values()) {
            assertInstanceOf(
                    PolicyAnswer.Result.class,
                    mode.load(wasm, NO_DATA, limits(80_005, 20_000)).evaluate("e", NO_DATA));
            PolicyAnswer.Failed failed =
                    failed(mode.load(wasm, NO_DATA, limits(80_004, 20_000)).evaluateMeasured("e", NO_DATA));
            assertEquals(new PolicyAnswer.Failed(PolicyCause.WASM_LIMIT, "more than 80004 instructions"), failed);
        }
    }

    @Test
    void memory_atTheCapAndAPageMore_grownAndNot() {
        // asks for pages until there are 64 in all, or 65; the module has 2, the host adds 32
        for (Mode mode : Mode.values()) {
            for (int more : new int[] {29, 30, 31}) {
                byte[] wasm = new TinyModule()
                        .eval(i32(more), 0x40, 0, i32(-1), 0x46, 0x04, Wat.NONE, 0x00, 0x0b)
                        .build();
                PolicyLimits limits = new PolicyLimits(PLENTY, 64 << 16, Duration.ofSeconds(10));
                PolicyAnswer answer = mode.load(wasm, NO_DATA, limits).evaluate("e", NO_DATA);
                assertEquals(more <= 30, answer instanceof PolicyAnswer.Result, more + " " + answer);
            }
        }
    }

    @Test
    void deadline_endlessLoop_timeoutInBothModes() {
        for (Mode mode : Mode.values()) {
            long start = System.nanoTime();
            Measured measured = mode.load(ENDLESS, NO_DATA, limits(PLENTY, 300)).evaluateMeasured("e", NO_DATA);
            assertEquals(PolicyCause.WASM_TIMEOUT, failed(measured).cause());
            assertTrue(System.nanoTime() - start < 10_000_000_000L);
        }
    }

    @Test
    void deadline_endlessStartFunction_timeoutInBothModes() {
        byte[] wasm = new TinyModule()
                .function(5, 0, loop(br(0)))
                .start(TinyModule.EXTRA)
                .build();
        for (Mode mode : Mode.values()) {
            CompiledPolicy policy = mode.load(wasm, NO_DATA, limits(PLENTY, 300));
            assertEquals(
                    PolicyCause.WASM_TIMEOUT,
                    failed(policy.evaluateMeasured("e", NO_DATA)).cause());
        }
    }

    @Test
    void interrupted_endlessLoop_timeoutAndTheFlagStays() throws InterruptedException {
        for (Mode mode : Mode.values()) {
            CompiledPolicy policy = mode.load(ENDLESS, NO_DATA, limits(PLENTY, 60_000));
            List<Object> seen = new ArrayList<>();
            Thread asking = Thread.ofVirtual().start(() -> {
                seen.add(failed(policy.evaluateMeasured("e", NO_DATA)).cause());
                seen.add(Thread.currentThread().isInterrupted());
            });
            asking.interrupt();
            asking.join();
            assertEquals(List.of(PolicyCause.WASM_TIMEOUT, true), seen);
        }
    }

    @Test
    void sixtyFourThreads_oneSlowPolicy_allEndAtTheDeadline() throws Exception {
        CompiledPolicy policy = CompiledPolicy.compile(ENDLESS, NO_DATA, limits(PLENTY, 500));
        long start = System.nanoTime();
        for (Measured measured : together(64, () -> policy.evaluateMeasured("e", NO_DATA))) {
            assertEquals(PolicyCause.WASM_TIMEOUT, failed(measured).cause());
        }
        assertTrue(System.nanoTime() - start < 10_000_000_000L);
    }

    @Test
    void sixtyFourThreads_leanPolicy_everyAnswerAndCountTheSame() throws Exception {
        byte[] input = Resources.bytes("lean/input.json");
        CompiledPolicy policy = CompiledPolicy.compile(
                Resources.bytes("lean/lean.wasm"), Resources.bytes("lean/data.json"), limits(PLENTY, 60_000));
        Measured first = policy.evaluateMeasured("sealgate/lean/decision", input);
        assertInstanceOf(PolicyAnswer.Result.class, first.answer());
        for (List<Measured> answers : together(64, () -> {
            List<Measured> mine = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                mine.add(policy.evaluateMeasured("sealgate/lean/decision", input));
            }
            return mine;
        })) {
            assertEquals(Set.of(first), Set.copyOf(answers));
        }
    }

    private static <T> List<T> together(int threads, Callable<T> task) throws InterruptedException, ExecutionException {
        List<T> results = new ArrayList<>();
        try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(virtual.submit(task));
            }
            for (Future<T> future : running) {
                results.add(future.get());
            }
        }
        return results;
    }

    @Test
    void unknownEntrypoint_asked_entrypointCauseAndTheInstanceStays() {
        for (Mode mode : Mode.values()) {
            CompiledPolicy policy = mode.load(new TinyModule().build(), NO_DATA, limits(PLENTY, 5_000));
            assertEquals(
                    PolicyCause.WASM_ENTRYPOINT,
                    failed(policy.evaluateMeasured("other", NO_DATA)).cause());
            assertInstanceOf(PolicyAnswer.Result.class, policy.evaluate("e", NO_DATA));
        }
    }

    @Test
    void refusedModule_loaded_refusalSaysWhy() {
        byte[] none = {};
        for (Mode mode : Mode.values()) {
            Optional<PolicyAnswer.Failed> refusal =
                    mode.load(none, NO_DATA, limits(PLENTY, 5_000)).refusal();
            assertEquals(PolicyCause.WASM_ABORT, refusal.orElseThrow().cause());
            assertEquals(
                    Optional.empty(),
                    mode.load(new TinyModule().build(), NO_DATA, limits(PLENTY, 5_000))
                            .refusal());
        }
    }

    @Test
    void brokenData_compiled_refusedAtOnce() {
        byte[] data = "{\"a\":".getBytes(StandardCharsets.UTF_8);
        CompiledPolicy policy = CompiledPolicy.compile(Resources.bytes("lean/lean.wasm"), data, limits(PLENTY, 5_000));
        assertEquals(PolicyCause.WASM_ABORT, policy.refusal().orElseThrow().cause());
    }

    @Test
    void brokenInput_evaluated_abortNeverAnAllow() {
        for (String input : List.of("", "{", "{\"a\":1}x", "\u0000")) {
            for (Mode mode : Mode.values()) {
                CompiledPolicy policy = mode.load(
                        Resources.bytes("lean/lean.wasm"), Resources.bytes("lean/data.json"), limits(PLENTY, 5_000));
                PolicyAnswer answer = policy.evaluate("sealgate/lean/decision", input.getBytes(StandardCharsets.UTF_8));
                String text = answer instanceof PolicyAnswer.Result result
                        ? new String(result.canonical().toArray(), StandardCharsets.UTF_8)
                        : "";
                assertTrue(!text.contains("\"allow\""), mode + " " + input + " " + answer);
            }
        }
    }

    @Test
    void failedEvaluation_next_newInstanceAnswers() {
        // Traps for an input of one byte, answers any other.
        byte[] wasm = new TinyModule()
                .eval(local(0x20, 4), i32(1), 0x46, 0x04, Wat.NONE, 0x00, 0x0b)
                .build();
        CompiledPolicy policy = CompiledPolicy.compile(wasm, NO_DATA, limits(PLENTY, 5_000));
        byte[] one = {'1'};
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    PolicyCause.WASM_ABORT,
                    failed(policy.evaluateMeasured("e", one)).cause());
            assertInstanceOf(PolicyAnswer.Result.class, policy.evaluate("e", NO_DATA));
        }
    }

    @Test
    void stateKeptByAModule_evaluatedAgain_gone() {
        // Counts its evaluations in a global, below the heap, and above it, and puts the count into its answer.
        for (byte[] wasm : List.of(counting(2000), counting(200_000), counting(131_072 + (2 << 20) - 4))) {
            CompiledPolicy policy = CompiledPolicy.compile(wasm, NO_DATA, limits(PLENTY, 5_000));
            Set<PolicyAnswer> answers = new java.util.HashSet<>();
            for (int i = 0; i < 5; i++) {
                answers.add(policy.evaluate("e", NO_DATA));
            }
            assertEquals(1, answers.size());
        }
    }

    /** Adds one to a byte at an address, and to the heap's global, and writes the digit into the answer. */
    private static byte[] counting(int at) {
        byte[] digit = code(i32(TinyModule.RESULT_AT + 16), i32(at), 0x2d, 0, 0, i32('0'), 0x6a, 0x3a, 0, 0);
        byte[] count = code(i32(at), i32(at), 0x2d, 0, 0, i32(1), 0x6a, 0x3a, 0, 0);
        byte[] global = code(0x23, 0, i32(1), 0x6a, 0x24, 0);
        return new TinyModule().eval(count, digit, global).build();
    }

    @Test
    void leanInstance_afterManyInputs_everyByteAndGlobalAsBefore() {
        PolicyLimits limits = limits(PLENTY, 60_000);
        byte[] input = Resources.bytes("lean/input.json");
        OpaInstance instance = OpaInstance.start(
                LoadedModule.compiled(Resources.bytes("lean/lean.wasm")),
                Resources.bytes("lean/data.json"),
                limits,
                Long.MAX_VALUE);
        instance.keep();
        byte[] before = instance.contents();
        List<Long> globals = instance.globals();
        for (int size = 0; size < input.length; size += 97) {
            byte[] other = ("{\"kind\":\"" + "x".repeat(size * 100) + "\"}").getBytes(StandardCharsets.UTF_8);
            instance.evaluate(0, size % 2 == 0 ? other : input, Long.MAX_VALUE);
            instance.restore();
            assertArrayEquals(before, instance.contents());
            assertEquals(globals, instance.globals());
        }
    }

    @Test
    void evaluations_ended_noThreadLeftBehind() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet().stream().collect(Collectors.toSet());
        CompiledPolicy policy = CompiledPolicy.compile(ENDLESS, NO_DATA, limits(PLENTY, 50));
        policy.evaluate("e", NO_DATA);
        CompiledPolicy.interpret(ENDLESS, NO_DATA, limits(PLENTY, 50)).evaluate("e", NO_DATA);
        Set<Thread> after = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && !thread.isDaemon())
                .collect(Collectors.toSet());
        assertEquals(Set.of(), after);
    }
}
