package org.sealgate.policy;

import run.endive.runtime.GlobalInstance;

/**
 * The host's side of {@link Metering}: gives units in slices until the budget is spent or the time is over.
 *
 * <p>One thread at a time. Slices exist for the deadline alone: an endless loop comes back for more every few milliseconds.
 */
final class Meter {
    /**
     * The argument of {@code opa_abort} with which the rewritten module settles; as an address it lies outside every memory. A
     * module that says so itself gains nothing: it is let go on, as any other call that the budget covers.
     */
    static final int SETTLE = -1;
    /** Slots of frames that may be open at once: at most 512 calls, 32,768 words of the thread's stack. */
    static final int FRAME_BALANCE = 32_768;
    /** The meter's value in a new instance: all frames, no units. */
    static final long START = (long) FRAME_BALANCE << Metering.FRAME_SHIFT;

    private static final long SLICE = 100_000;
    private static final long TURN_NANOS = 10_000_000;
    private static final int SIGN_SHIFT = 64 - Metering.FRAME_SHIFT;

    private long budget;
    private long given;
    private long deadline;
    private long turn;

    /** Starts a run of its own account: nothing given yet. */
    void begin(long units, long deadlineNanos) {
        budget = units;
        given = 0;
        deadline = deadlineNanos;
        turn = System.nanoTime();
    }

    /** What the run has been charged so far, or more than the budget if that was the end of it. */
    long charged(GlobalInstance meter) {
        return given - units(meter.getValue());
    }

    void settle(GlobalInstance meter) {
        requireBudget(meter);
        long now = System.nanoTime();
        if (now - deadline >= 0) {
            throw new PolicyFailure(PolicyCause.WASM_TIMEOUT, "still running at the deadline");
        }
        turn = turnAt(now);
        long more = Math.min(budget, charged(meter) + SLICE) - given;
        given += more;
        meter.setValue(meter.getValue() + more);
    }

    /** A virtual thread that computes keeps its carrier; without this a slow policy would stop all others for its time. */
    private long turnAt(long now) {
        if (now - turn <= TURN_NANOS) {
            return turn;
        }
        Thread.yield();
        return System.nanoTime();
    }

    /** Also asked after a run: its last charges may not have been settled. */
    void requireBudget(GlobalInstance meter) {
        if (frames(meter.getValue()) < 0) {
            throw PolicyFailure.limit("calls nested too deep");
        }
        if (charged(meter) > budget) {
            throw PolicyFailure.limit("more than " + budget + " instructions");
        }
    }

    private static long units(long value) {
        return value << SIGN_SHIFT >> SIGN_SHIFT;
    }

    private static long frames(long value) {
        return (value - units(value)) >> Metering.FRAME_SHIFT;
    }
}
