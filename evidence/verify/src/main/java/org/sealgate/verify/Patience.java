package org.sealgate.verify;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long the compiled policy of one bundle may take in all, loading, looking into it, starting and answering together: a hostile one
 * would else use up each of its limits in turn. Begins with the first question.
 */
final class Patience {
    /** Of the five seconds that a hostile bundle may cost; the rest is for the other steps. */
    private static final Duration WHOLE = Duration.ofMillis(4_500);

    private final LongSupplier nanos;
    private boolean begun;
    private long end;

    Patience() {
        this(System::nanoTime);
    }

    /** @param nanos a clock that never goes back, as {@link System#nanoTime} */
    Patience(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** What is left of it, not below zero. */
    Duration left() {
        long now = nanos.getAsLong();
        if (!begun) {
            begun = true;
            end = now + WHOLE.toNanos();
        }
        return Duration.ofNanos(Math.max(0, end - now));
    }
}
