package org.sealgate.engine.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * When a batch starts. A batch costs about the same however many are in it: one signature, one force, three files of the log. So while
 * more decisions are on their way than the processors have hands for, it lets some of them catch up, but never starts later than
 * 7 ms after the one before. Who comes alone, or with few others, never waits.
 */
final class Pace {
    private static final long APART_NANOS = Duration.ofMillis(7).toNanos();
    private static final long LOOK_NANOS = Duration.ofMillis(1).toNanos();
    private static final int A_PROCESSOR = 3;

    private final AtomicInteger underway = new AtomicInteger();
    private final int few;
    private final LongSupplier nanos;
    private final LongConsumer pause;
    private long earliest;

    Pace(LongSupplier nanos) {
        this(Runtime.getRuntime().availableProcessors(), nanos, LockSupport::parkNanos);
    }

    Pace(int processors, LongSupplier nanos, LongConsumer pause) {
        this.few = processors * A_PROCESSOR;
        this.nanos = nanos;
        this.pause = pause;
        this.earliest = nanos.getAsLong();
    }

    /** Somebody is on the way to the queue. */
    void comes() {
        underway.incrementAndGet();
    }

    /** Has been answered, or will not come. */
    void went() {
        underway.decrementAndGet();
    }

    /**
     * Returns when a batch should start.
     *
     * @param queued how many are there for it by now
     * @param hurry whether it should not wait any longer, whoever comes
     */
    void await(IntSupplier queued, BooleanSupplier hurry) {
        // a clock that stands still makes it no longer than one that goes
        for (long looks = APART_NANOS / LOOK_NANOS; looks > 0; looks--) {
            long left = earliest - nanos.getAsLong();
            if (left <= 0 || hurry.getAsBoolean() || underway.get() - queued.getAsInt() <= few) {
                break;
            }
            pause.accept(Math.min(left, LOOK_NANOS));
        }
        earliest = nanos.getAsLong() + APART_NANOS;
    }
}
