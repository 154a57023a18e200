package org.sealgate.engine.decision;

import java.time.Duration;

/**
 * A point in time on the monotonic clock, which a jump of the wall clock does not move.
 *
 * @param nanoTime in the scale of {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {
    public static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Negative once it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(nanoTime - System.nanoTime());
    }

    Deadline earlier(Deadline other) {
        return nanoTime - other.nanoTime <= 0 ? this : other;
    }

    boolean hasPassed(long now) {
        return nanoTime - now <= 0;
    }
}
