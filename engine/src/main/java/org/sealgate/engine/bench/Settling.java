package org.sealgate.engine.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Load before anything counts, until the JIT compilers have come to an end: {@value #CALM} turns in a row that are less than {@value #GAIN}
 * faster than the best before. (Two ended too early on a host that slows down for half a minute.) A rate that is still rising is a figure of the compilers' and not of the code's.
 *
 * @param perSecond of the last turn
 * @param seconds of load in all
 * @param settled whether it came to rest within {@value #MOST_TURNS} turns
 */
record Settling(double perSecond, int seconds, boolean settled) {
    private static final double GAIN = 0.02;
    private static final int CALM = 3;
    private static final int MOST_TURNS = 20;

    /** Turns of work that takes this many seconds and says its rate. */
    @FunctionalInterface
    interface Turn {
        double perSecond() throws IOException, InterruptedException;
    }

    static Settling of(String what, int seconds, Turn turn, Consumer<String> progress)
            throws IOException, InterruptedException {
        double best = 0;
        int calm = 0;
        for (int done = 1; done <= MOST_TURNS; done++) {
            double rate = turn.perSecond();
            progress.accept(String.format(Locale.ROOT, "warming up: %s %.0f/s after %d s", what, rate, done * seconds));
            calm = rate < best * (1 + GAIN) ? calm + 1 : 0;
            best = Math.max(best, rate);
            if (calm == CALM) {
                return new Settling(rate, done * seconds, true);
            }
        }
        return new Settling(best, MOST_TURNS * seconds, false);
    }

    /** {@code 75 s of load}, and whether that was enough. */
    String words() {
        return seconds + " s of load" + (settled ? "" : ", which was not enough for the rate to come to rest");
    }
}
