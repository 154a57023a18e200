package org.sealgate.verify.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** What stands on standard error while a run goes on; each bundle takes two seconds here. */
class ProgressTest {
    private static String said(boolean terminal, int total) {
        return said(terminal, total, 2);
    }

    private static String said(boolean terminal, int total, int each) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        long[] seconds = {0};
        InstantSource clock = () -> Instant.ofEpochSecond(seconds[0]);
        Progress progress = new Progress(new PrintStream(err, true, UTF_8), terminal, total, clock);
        for (int i = 0; i < total; i++) {
            seconds[0] += each;
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

    @Test
    void bar_watched_growsWithWhatIsDone() {
        assertEquals(
                "\r[############------------] verified 1 of 2, 0.5/s, 2 s to go"
                        + "\r[########################] verified 2 of 2, 0.5/s, 0 s to go\n",
                said(true, 2));
    }

    @Test
    void line_afterFiveSecondsExactly_isSaid() {
        assertEquals(
                "verified 1 of 2, 0.2/s, 5 s to go\nverified 2 of 2, 0.2/s, 0 s to go\n",
                said(false, 2, 5).replace(System.lineSeparator(), "\n"));
    }

    /** A bar that is not at its end has no line end that would bring it out. */
    @Test
    void bar_watched_isShownAtOnce() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream buffered = new PrintStream(new BufferedOutputStream(err), false, UTF_8);
        new Progress(buffered, true, 2, () -> Instant.EPOCH).step();
        assertTrue(err.toString(UTF_8).startsWith("\r[############---"), err.toString(UTF_8));
    }
}
