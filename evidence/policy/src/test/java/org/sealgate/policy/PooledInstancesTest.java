package org.sealgate.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealgate.policy.Wat.br;
import static org.sealgate.policy.Wat.brIf;
import static org.sealgate.policy.Wat.code;
import static org.sealgate.policy.Wat.i32;
import static org.sealgate.policy.Wat.local;
import static org.sealgate.policy.Wat.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which instances are used again, and who waits for one how long. */
class PooledInstancesTest {
    private static final byte[] NO_DATA = "{}".getBytes(UTF_8);
    private static final PolicyLimits LIMITS =
            new PolicyLimits(1L << 40, PolicyLimits.MEMORY_BYTES, Duration.ofMinutes(2));
    private static final String NONE_FREE = "no instance was free before the deadline";
    /** Three passes of 8 units, and 5. */
    private static final long CHARGED = 29;

    private static byte[] passes(int answer) {
        byte[] pass = code(local(0x20, 0), i32(-1), 0x6a, local(0x22, 0), brIf(0), 0x01, 0x01);
        return code(i32(3), local(0x21, 0), loop(pass), i32(answer));
    }

    /** Both its start and its evaluation ask for time, so that each meets a deadline that is over. */
    private static PooledInstances pool() {
        return pool(new TinyModule().body("opa_json_parse", passes(8)).body("opa_eval", passes(TinyModule.RESULT_AT)));
    }

    private static PooledInstances pool(TinyModule module) {
        return new PooledInstances(LoadedModule.interpreted(module.build()), NO_DATA, LIMITS, later());
    }

    private static long later() {
        return System.nanoTime() + Duration.ofMinutes(2).toNanos();
    }

    private static Measured ask(PooledInstances pool) {
        return pool.evaluate("e", NO_DATA, later());
    }

    private static Measured askTooLate(PooledInstances pool) {
        return pool.evaluate("e", NO_DATA, System.nanoTime() - 1);
    }

    private static Measured timeout(String detail, long instructions) {
        return new Measured(new PolicyAnswer.Failed(PolicyCause.WASM_TIMEOUT, detail), instructions);
    }

    /** An instance that waits is charged for the evaluation; a new one fails at its start, for which nothing is told. */
    private static void assertWaiting(boolean expected, PooledInstances pool) {
        assertEquals(timeout("still running at the deadline", expected ? CHARGED : 0), askTooLate(pool));
    }

    @Test
    void firstInstance_started_waits() {
        assertWaiting(true, pool());
    }

    @Test
    void instance_thatFailed_notUsedAgain() {
        PooledInstances pool = pool();
        assertWaiting(true, pool);
        assertWaiting(false, pool);
        assertWaiting(false, pool);
    }

    @Test
    void instance_thatAnswered_usedAgain() {
        PooledInstances pool = pool();
        for (int again = 0; again < 2; again++) {
            Measured measured = ask(pool);
            assertInstanceOf(PolicyAnswer.Result.class, measured.answer());
            assertEquals(CHARGED, measured.instructions());
        }
        assertWaiting(true, pool);
        assertWaiting(false, pool);
        assertInstanceOf(PolicyAnswer.Result.class, ask(pool).answer());
        assertWaiting(true, pool);
    }

    @Test
    void instance_askedForAnotherEntrypoint_usedAgain() {
        PooledInstances pool = pool();
        PolicyAnswer.Failed unknown = new PolicyAnswer.Failed(PolicyCause.WASM_ENTRYPOINT, "no entrypoint f among [e]");
        assertEquals(new Measured(unknown, 0), pool.evaluate("f", NO_DATA, later()));
        assertWaiting(true, pool);
        assertWaiting(false, pool);
    }

    @Test
    void interruptedThread_asking_timeoutAndStaysInterrupted() {
        PooledInstances pool = pool();
        Thread.currentThread().interrupt();
        Measured measured = ask(pool);
        boolean interrupted = Thread.interrupted();
        assertEquals(timeout("interrupted while waiting for an instance", 0), measured);
        assertTrue(interrupted);
        assertInstanceOf(PolicyAnswer.Result.class, ask(pool).answer());
    }

    @Test
    void allInstances_running_nobodyWaitsPastTheDeadline() throws InterruptedException {
        PooledInstances pool = pool(new TinyModule().eval(loop(br(0))).body("opa_json_parse", passes(8)));
        List<Measured> ended = new CopyOnWriteArrayList<>();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            running.add(Thread.ofPlatform().start(() -> ended.add(ask(pool))));
        }
        Measured late = askTooLate(pool);
        while (ended.isEmpty() && !late.equals(timeout(NONE_FREE, 0))) {
            Thread.onSpinWait();
            late = askTooLate(pool);
        }
        assertEquals(timeout(NONE_FREE, 0), late);
        for (Thread thread : running) {
            thread.interrupt();
            thread.join();
        }
        assertEquals(running.size(), ended.size());
        // and whoever comes next finds a place again
        assertEquals(timeout("still running at the deadline", 0), askTooLate(pool));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 120000000000, false",
        "120000000000, 1, false",
        "120000000000, 120000000000, true",
        "60000000000, 120000000000, true",
        "9223372036854775807, 120000000000, true"
    })
    void patience_andTheDeadlineOfThePolicy_theShorterCounts(long patience, long own, boolean answered) {
        byte[] wasm =
                new TinyModule().body("opa_eval", passes(TinyModule.RESULT_AT)).build();
        PolicyLimits limits = new PolicyLimits(1_000, PolicyLimits.MEMORY_BYTES, Duration.ofNanos(own));
        PolicyAnswer answer =
                CompiledPolicy.interpret(wasm, NO_DATA, limits).evaluate("e", NO_DATA, Duration.ofNanos(patience));
        assertEquals(answered, answer instanceof PolicyAnswer.Result, answer.toString());
    }
}
