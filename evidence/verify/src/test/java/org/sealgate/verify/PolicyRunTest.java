package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Kind;
import org.sealgate.policy.PolicyAnswer;
import org.sealgate.policy.PolicyCause;

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

    private static PolicyRun run() {
        return new PolicyRun(
                TestRelease.resource("small-policy.wasm"),
                CanonicalJson.rfc8785(TestRelease.standard().data()),
                20_000_000);
    }

    /** A clock that stands still for the first question and is past every deadline from then on. */
    private static Patience over() {
        long[] now = {0};
        Patience patience = new Patience(() -> now[0]);
        patience.left();
        now[0] = 1L << 40;
        return patience;
    }

    @Test
    void answer_ofManyBundles_isThatOfTheFirst() throws InterruptedException {
        PolicyRun run = run();
        PolicyAnswer first = run.evaluate(ENTRYPOINT, INPUT, new Patience());
        assertInstanceOf(PolicyAnswer.Result.class, first);
        for (int i = 0; i < 40; i++) {
            assertEquals(first, run.evaluate(ENTRYPOINT, INPUT, new Patience()));
            Thread.sleep(20);
        }
        assertEquals(first, run.evaluate(ENTRYPOINT, longInput(), new Patience()));
    }

    @Test
    void bundle_thatWouldWaitForTheCompiler_waitsNoLongerThanItsPatience() {
        PolicyRun run = run();
        assertEquals(
                new PolicyAnswer.Failed(PolicyCause.WASM_TIMEOUT, "still compiling at the deadline"),
                run.evaluate(ENTRYPOINT, longInput(), over()));
        assertInstanceOf(PolicyAnswer.Result.class, run.evaluate(ENTRYPOINT, longInput(), new Patience(() -> 0)));
    }
}
