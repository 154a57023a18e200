package org.sealgate.verify.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.verify.SampleBundles;

/** What the process does with its outputs, and whom it takes to be watching. */
class MainProcessTest {
    private static final String AT = "2026-03-01T00:00:00Z";

    @TempDir
    private Path folder;

    private SampleBundles samples;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void bundles() throws Exception {
        samples = SampleBundles.in(folder);
    }

    private String[] call(Object... more) {
        List<Object> words = new java.util.ArrayList<>(List.of("--trust-root", samples.trustRoot(), "--at", AT));
        words.addAll(List.of(more));
        return words.stream().map(Object::toString).toArray(String[]::new);
    }

    /** The report is out before the process ends, however much is buffered; nobody watches here, so there is no bar. */
    @Test
    void process_atItsEnd_hasWrittenAll() {
        int status =
                Main.process(new BufferedOutputStream(out, 1 << 20), err, call(samples.allow(), samples.unsigned()));
        assertEquals(4, status);
        String report = out.toString(UTF_8);
        assertTrue(report.contains("VERDICT: ADMISSIBLE"), report);
        assertTrue(report.stripTrailing().endsWith("bundles are what was asked for"), report);
        assertEquals("", err.toString(UTF_8));
    }

    @Test
    void run_watched_countsItsBundles() {
        PrintStream watched = new PrintStream(err, true, UTF_8);
        int status = Main.run(
                new PrintStream(out, true, UTF_8), watched, true, call(samples.unsigned(), samples.unsigned(), folder));
        assertEquals(4, status);
        String said = err.toString(UTF_8);
        assertTrue(said.startsWith("\r[########----------------] verified 1 of 3, "), said);
        assertTrue(said.contains("\r[################--------] verified 2 of 3, "), said);
        assertTrue(said.contains("\r[########################] verified 3 of 3, "), said);
        assertTrue(said.endsWith(", 0 s to go\n"), said);
    }

    @Test
    void file_thatCannotBeRead_isNamedWithItsReason() {
        int status = Main.run(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                call(samples.allow(), "--artifact", folder));
        assertEquals(2, status);
        String reason = "sealgate-verify: cannot read " + samples.allow() + ": ioexception ";
        assertTrue(err.toString(UTF_8).startsWith(reason), err.toString(UTF_8));
        assertTrue(err.toString(UTF_8).strip().length() > reason.length(), err.toString(UTF_8));
    }

    /** As the JDK's console has it since version 22. */
    public record Console(boolean isTerminal) {}

    /** As it was before. */
    public record OldConsole() {}

    @Test
    void console_isATerminal_unlessItSaysOtherwise() {
        assertTrue(Main.isTerminal(Console.class, new Console(true)));
        assertFalse(Main.isTerminal(Console.class, new Console(false)));
        assertTrue(Main.isTerminal(OldConsole.class, new OldConsole()));
        assertFalse(Main.isTerminal(Console.class, null));
    }
}
