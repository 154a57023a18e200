package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Kind;
import org.sealgate.policy.CompiledPolicy;
import org.sealgate.policy.PolicyAnswer;
import org.sealgate.policy.PolicyCause;
import org.sealgate.policy.PolicyLimits;

/** Interpreted or compiled, soon or later: one answer, and none waits for it longer than the bundle may take. */
class PolicyRunTest {
    private static final String ENTRYPOINT = Kind.SEALED_RUN.entrypoint();
    private static final byte[] INPUT = input();

    private static byte[] input() {
        byte[] input = Forge.allow(Kind.SEALED_RUN).file(Names.INPUT);
        return input == null ? new byte[0] : input;
    }

    /** The same document with white space behind it, more than is interpreted. */
    private static byte[] longInput() {
        byte[] input = Arrays.copyOf(INPUT, INPUT.length + 17 * 1024);
        Arrays.fill(input, INPUT.length, input.length, (byte) ' ');
        return input;
    }

    private static CompiledPolicy policy() {
        return CompiledPolicy.interpret(
                TestRelease.resource("small-policy.wasm"),
                CanonicalJson.rfc8785(TestRelease.standard().data()),
                new PolicyLimits(20_000_000, PolicyLimits.MEMORY_BYTES, Duration.ofMinutes(1)));
    }

    /** A clock that stands still for the first question and is past every deadline from then on. */
    private static Patience over() {
        long[] now = {0};
        Patience patience = new Patience(() -> now[0]);
        patience.left();
        now[0] = 1L << 40;
        return patience;
    }

    /** The compiler does not end before it is let: nobody who can do without it waits, and nobody else longer than may be. */
    @Test
    void answer_whileTheModuleIsCompiled_isInterpretedOrOutOfTime() {
        CountDownLatch ended = new CountDownLatch(1);
        PolicyRun run = new PolicyRun(PolicyRunTest::policy, () -> {
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return policy();
        });
        PolicyAnswer first = run.evaluate(ENTRYPOINT, INPUT, new Patience(() -> 0));
        assertInstanceOf(PolicyAnswer.Result.class, first);
        for (int i = 0; i < 20; i++) {
            assertEquals(first, run.evaluate(ENTRYPOINT, INPUT, new Patience(() -> 0)));
        }
        assertEquals(
                new PolicyAnswer.Failed(PolicyCause.WASM_TIMEOUT, "still compiling at the deadline"),
                run.evaluate(ENTRYPOINT, longInput(), over()));
        ended.countDown();
        assertEquals(first, run.evaluate(ENTRYPOINT, longInput(), new Patience(() -> 0)));
        assertEquals(first, run.evaluate(ENTRYPOINT, INPUT, new Patience(() -> 0)));
    }

    @Test
    void compiler_thatIsDone_isNotAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        PolicyRun run = new PolicyRun(PolicyRunTest::policy, () -> {
            asked.incrementAndGet();
            return policy();
        });
        for (int i = 0; i < 3; i++) {
            assertInstanceOf(PolicyAnswer.Result.class, run.evaluate(ENTRYPOINT, longInput(), new Patience(() -> 0)));
        }
        assertEquals(1, asked.get());
    }
}
