package org.sealgate.verify.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** How far a run over several bundles is, with rate and time to go: a bar where a person watches, else a line every five seconds. */
final class Progress {
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final int WIDTH = 24;

    private final PrintStream err;
    private final boolean terminal;
    private final long total;
    private final InstantSource clock;
    private final Instant begun;
    private Instant spoken;
    private long done;

    /** @param terminal whether {@code err} is watched: then one line is written over and over */
    Progress(PrintStream err, boolean terminal, long total, InstantSource clock) {
        this.err = err;
        this.terminal = terminal;
        this.total = total;
        this.clock = clock;
        this.begun = clock.instant();
        this.spoken = begun;
    }

    /** One more is done; said by whichever thread did it. One bundle alone needs no bar. */
    synchronized void step() {
        done++;
        Instant now = clock.instant();
        if (total < 2) {
            return;
        }
        if (terminal) {
            err.print("\r" + bar(now) + (done == total ? "\n" : ""));
            err.flush();
        } else if (Duration.between(spoken, now).compareTo(QUIET) >= 0) {
            spoken = now;
            err.println(text(now));
        }
    }

    private String bar(Instant now) {
        int full = (int) (WIDTH * done / total);
        return "[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "] " + text(now);
    }

    private String text(Instant now) {
        double seconds = Math.max(0.001, Duration.between(begun, now).toMillis() / 1000.0);
        double rate = done / seconds;
        double rest = (total - done) / rate;
        return String.format(Locale.ROOT, "verified %d of %d, %.1f/s, %.0f s to go", done, total, rate, rest);
    }
}
