package org.sealgate.verify.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealgate.verify.SampleBundles;

/** Words that a shell makes of a stranger's file names. */
class HostileWordsTest {
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

    private int run(Object... words) {
        return run(new PrintStream(out, true, UTF_8), words);
    }

    private int run(PrintStream to, Object... words) {
        List<String> call =
                new ArrayList<>(List.of("--trust-root", samples.trustRoot().toString(), "--at", AT));
        for (Object word : words) {
            call.add(word.toString());
        }
        return Main.run(to, new PrintStream(err, true, UTF_8), call.toArray(String[]::new));
    }

    private String said() {
        return err.toString(UTF_8);
    }

    /** In a process of its own, since such a name is one of the folder in which it runs. */
    @ParameterizedTest
    @ValueSource(strings = {"--require any", "-h"})
    void name_thatBeginsWithAt_isAFilesAndNoListOfWords(String words) throws Exception {
        Files.writeString(folder.resolve(".evidence.zip"), words);
        Files.copy(samples.deny(), folder.resolve("@.evidence.zip"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.sealgate.verify.cli.Main",
                        "--trust-root",
                        samples.trustRoot().toString(),
                        "--at",
                        AT,
                        "@.evidence.zip",
                        samples.deny().getFileName().toString())
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String report = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(1, process.waitFor(), report);
        assertTrue(report.lines().anyMatch("bundle @.evidence.zip"::equals), report);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help"})
    void help_besideOtherWords_isNoSuccess(String help) {
        assertEquals(2, run(samples.deny(), help));
        assertEquals(2, run(help, samples.allow()));
        assertEquals(2, run(help));
        assertEquals("", out.toString(UTF_8));
        assertEquals("sealgate-verify: --help stands alone: nothing was verified\n".repeat(3), said());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help"})
    void help_alone_isTheUsage(String help) {
        assertEquals(0, Main.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), help));
        String usage = out.toString(UTF_8);
        assertTrue(usage.startsWith("Usage: sealgate-verify "), usage);
        assertTrue(usage.contains("./*.evidence.zip"), usage);
        assertEquals("", said());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h.evidence.zip", "-x.evidence.zip", "-o.evidence.zip", "--x.evidence.zip", "-V"})
    void name_thatBeginsWithADash_isAnOptionThatIsNone(String name) {
        assertEquals(2, run(name, samples.allow()));
        assertEquals(1, said().lines().count(), said());
    }

    @Test
    void name_behindTwoDashes_isAFiles() {
        assertEquals(2, run(samples.allow(), "--", "-h"));
        assertTrue(said().contains("cannot read -h: no such file: -h"), said());
        assertTrue(out.toString(UTF_8).contains("VERDICT: ADMISSIBLE"), out.toString(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-\u001b[2J\u202e.evidence.zip",
                "--require=\u001b[2J",
                "--notice=\u001b[2J.notice.zip",
                "none\u001b[2J*",
                "none\u001b[2J.evidence.zip"
            })
    void word_ofWhatATerminalObeys_isShownEscaped(String word) {
        assertEquals(2, run(samples.allow(), word));
        assertTrue(said().contains("\\u001b[2J"), said());
        assertFalse(said().contains("\u001b"), said());
        assertFalse(said().contains("\u202e"), said());
    }

    /** A fault of ours is told as one, and is no verdict. */
    @Test
    void fault_ofTheVerifier_isNotToldAsTheCallers() throws IOException {
        PrintStream broken = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8) {
            @Override
            public void println(String line) {
                throw new IllegalArgumentException("no line\u001b[2J");
            }
        };
        assertEquals(3, run(broken, samples.allow()));
        List<String> lines = said().lines().toList();
        assertEquals(
                "sealgate-verify: this should not happen, and nothing is to be relied on: "
                        + "java.lang.IllegalArgumentException: no line\\u001b[2J",
                lines.getFirst());
        assertTrue(lines.get(1).startsWith("    at " + HostileWordsTest.class.getName()), said());
    }
}
