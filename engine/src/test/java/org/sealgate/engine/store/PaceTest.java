package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Group commit: who waits for whom, and never for long. */
class PaceTest {
    private static final long MILLI = Duration.ofMillis(1).toNanos();
    private static final long APART = 7 * MILLI;
    private static final int PROCESSORS = 2;

    private long now = 1_000;
    private long paused;
    private final Pace pace = new Pace(PROCESSORS, () -> now, this::pause);

    private void pause(long nanos) {
        assertTrue(nanos > 0 && nanos <= MILLI, () -> nanos + " ns");
        paused += nanos;
        now += nanos;
    }

    /** How long the next batch waits while so many are on their way and so many are there. */
    private long waits(int queued) {
        paused = 0;
        pace.await(() -> queued, () -> false);
        return paused;
    }

    private void come(int many) {
        for (int i = 0; i < many; i++) {
            pace.comes();
        }
    }

    @Test
    void theFirstBatchWaitsForNobody() {
        come(100);
        assertEquals(0, waits(1));
    }

    @Test
    void whoComesAloneNeverWaits() {
        for (int i = 0; i < 3; i++) {
            pace.comes();
            assertEquals(0, waits(1));
            pace.went();
        }
    }

    @Test
    void withNoMoreOnTheirWayThanThreeAProcessorNobodyWaits() {
        come(1 + 3 * PROCESSORS);
        waits(1);
        assertEquals(0, waits(1));
    }

    @Test
    void withOneMoreTheBatchStarts7MillisecondsAfterTheOneBefore() {
        come(2 + 3 * PROCESSORS);
        waits(1);
        now += 3 * MILLI;
        assertEquals(APART - 3 * MILLI, waits(1));
        assertEquals(APART, waits(1));
    }

    @Test
    void aBatchThatComesLaterThanThatWaitsNoMore() {
        come(100);
        waits(1);
        now += APART;
        assertEquals(0, waits(1));
    }

    @Test
    void itStartsAsSoonAsEnoughHaveCaughtUp() {
        come(11);
        waits(1);
        AtomicInteger queued = new AtomicInteger(1);
        pace.await(queued::incrementAndGet, () -> false);
        // looked at with 2, 3, 4 and 5 there; with 5 there are six left
        assertEquals(3 * MILLI, paused);
    }

    @Test
    void whoWentIsNotWaitedFor() {
        come(10);
        waits(1);
        for (int i = 0; i < 4; i++) {
            pace.went();
        }
        assertEquals(0, waits(1));
    }

    @Test
    void whoIsInAHurryDoesNotWait() {
        come(100);
        waits(1);
        paused = 0;
        pace.await(() -> 1, () -> true);
        assertEquals(0, paused);
    }

    @Test
    void aClockThatStandsStillHoldsNobodyForEver() {
        AtomicInteger pauses = new AtomicInteger();
        Pace still = new Pace(PROCESSORS, () -> 7, nanos -> pauses.incrementAndGet());
        for (int i = 0; i < 100; i++) {
            still.comes();
        }
        still.await(() -> 1, () -> false);
        still.await(() -> 1, () -> false);
        assertEquals(7, pauses.get());
    }
}
