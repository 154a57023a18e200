package org.sealgate.verify.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** What stands on standard error while a run goes on; each bundle takes two seconds here. */
class ProgressTest {
    private static String said(boolean terminal, int total) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        long[] seconds = {0};
        InstantSource clock = () -> Instant.ofEpochSecond(seconds[0]);
        Progress progress = new Progress(new PrintStream(err, true, UTF_8), terminal, total, clock);
        for (int i = 0; i < total; i++) {
            seconds[0] += 2;
            progress.step();
        }
        return err.toString(UTF_8);
    }

    @Test
    void bar_watched_isOneLineWithRateAndTimeToGo() {
        String said = said(true, 4);
        assertTrue(said.startsWith("\r[######------------------] verified 1 of 4, 0.5/s, 6 s to go\r["), said);
        assertTrue(said.endsWith("] verified 4 of 4, 0.5/s, 0 s to go\n"), said);
        assertEquals(1, said.lines().filter(line -> line.contains("4 of 4")).count());
    }

    @Test
    void lines_notWatched_comeEveryFiveSeconds() {
        assertEquals(
                "verified 3 of 8, 0.5/s, 10 s to go\nverified 6 of 8, 0.5/s, 4 s to go\n",
                said(false, 8).replace(System.lineSeparator(), "\n"));
    }

    @Test
    void oneBundle_alone_saysNothing() {
        assertEquals("", said(true, 1));
        assertEquals("", said(false, 1));
    }
}
