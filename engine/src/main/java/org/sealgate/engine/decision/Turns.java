package org.sealgate.engine.decision;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** So many at a time, first come, first served. Nobody holds a turn for longer than its own deadline. */
final class Turns {
    private final Semaphore free;

    Turns(int atATime) {
        this.free = new Semaphore(atATime, true);
    }

    /** Whether a turn came in time; then {@link #end} gives it back. */
    boolean begin(Deadline deadline) {
        try {
            return free.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void end() {
        free.release();
    }
}
