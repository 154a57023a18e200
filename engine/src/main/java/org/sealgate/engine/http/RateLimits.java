package org.sealgate.engine.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** A token bucket for each caller. Callers are rows of a file, so that there are never more buckets than rows. */
final class RateLimits {
    private final long nanosPerRequest;
    private final long burstNanos;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    RateLimits(int perSecond, int burst, LongSupplier nanoTime) {
        this.nanosPerRequest = 1_000_000_000L / perSecond;
        this.burstNanos = burst * nanosPerRequest;
        this.nanoTime = nanoTime;
    }

    /** Whether one more request of this caller is let through now. */
    boolean admits(String caller) {
        return buckets.computeIfAbsent(caller, id -> new Bucket(nanoTime.getAsLong() - burstNanos))
                .take();
    }

    /** Holds the time at which it was empty, had it been filled steadily since. */
    private final class Bucket {
        private long emptyAt;

        Bucket(long emptyAt) {
            this.emptyAt = emptyAt;
        }

        synchronized boolean take() {
            long now = nanoTime.getAsLong();
            long full = now - burstNanos;
            long from = emptyAt - full < 0 ? full : emptyAt;
            if (now - from < nanosPerRequest) {
                return false;
            }
            emptyAt = from + nanosPerRequest;
            return true;
        }
    }
}
