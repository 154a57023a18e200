package org.sealgate.engine.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/** How far a long run is, with rate and time to go: a bar where a person watches, else a line every five seconds. */
final class Progress {
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final int WIDTH = 24;

    private final Console console;
    private final String what;
    private final long total;
    private final InstantSource clock;
    private final java.time.Instant begun;
    private java.time.Instant spoken;
    private long done;

    Progress(Console console, String what, long total, InstantSource clock) {
        this.console = console;
        this.what = what;
        this.total = total;
        this.clock = clock;
        this.begun = clock.instant();
        this.spoken = begun;
    }

    void step() {
        done++;
        java.time.Instant now = clock.instant();
        if (console.isTerminal()) {
            console.err().print("\r" + bar(now) + (done == total ? "\n" : ""));
            console.err().flush();
        } else if (Duration.between(spoken, now).compareTo(QUIET) >= 0) {
            spoken = now;
            console.note(text(now));
        }
    }

    private String bar(java.time.Instant now) {
        int full = (int) (WIDTH * done / Math.max(1, total));
        return "[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "] " + text(now);
    }

    private String text(java.time.Instant now) {
        double seconds = Math.max(0.001, Duration.between(begun, now).toMillis() / 1000.0);
        double rate = done / seconds;
        return String.format(
                Locale.ROOT, "%s %d of %d, %.1f/s, %.0f s to go", what, done, total, rate, (total - done) / rate);
    }
}
