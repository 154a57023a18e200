package org.sealgate.verify.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.verify.Escaped;
import org.sealgate.verify.SampleBundles;

/** What people and scripts see. S002-26, S002-27. */
class MainTest {
    private static final String AT = "2026-03-01T00:00:00Z";

    @TempDir
    private Path folder;

    private SampleBundles samples;

    @BeforeEach
    void bundles() throws Exception {
        samples = SampleBundles.in(folder);
    }

    private record Run(int status, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    private static Run run(Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] texts = java.util.Arrays.stream(args).map(Object::toString).toArray(String[]::new);
        int status = Main.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), texts);
        return new Run(status, out.toString(UTF_8), err.toString(UTF_8));
    }

    @Test
    void allow_genuine_exitsWith0AndALineACheck() {
        Run run = run(samples.allow(), "--trust-root", samples.trustRoot(), "--at", AT);
        assertEquals(0, run.status(), run.out());
        assertTrue(run.lines().getFirst().startsWith("trust root sha256:"), run.out());
        assertEquals("VERDICT: ADMISSIBLE", run.lines().getLast());
        for (int step = 0; step <= 16; step++) {
            String head = String.format("%2d ", step);
            assertEquals(
                    1,
                    run.lines().stream().filter(line -> line.startsWith(head)).count(),
                    head);
        }
        assertTrue(run.out().contains(" 8 log            NOT CHECKED     the trust root requires no log"), run.out());
    }

    @Test
    void denial_genuine_exitsWith1_andWith0WhereAnyRecordWillDo() {
        Run allow = run(samples.deny(), "--trust-root", samples.trustRoot(), "--at", AT);
        assertEquals(1, allow.status());
        assertTrue(allow.out().contains("next: "), allow.out());
        Run any = run(samples.deny(), "--trust-root", samples.trustRoot(), "--at", AT, "--require", "any");
        assertEquals(0, any.status(), any.out());
    }

    @Test
    void notice_thatIsNotThereOrNone_isNotPassedOver() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("no-notices"));
        Path none = Files.write(folder.resolve("a.notice.zip"), new byte[] {42});
        Object[] call = {samples.allow(), "--trust-root", samples.trustRoot(), "--at", AT, "--notice", empty};
        assertEquals(2, run(call).status());
        call[6] = folder.resolve("missing.notice.zip");
        assertEquals(2, run(call).status());
        call[6] = none;
        Run refused = run(call);
        assertEquals(1, refused.status());
        assertTrue(refused.out().contains("BUNDLE_CONTAINER at " + none + "/"), refused.out());
    }

    @Test
    void signature_failed_showsNothingOfThePayload() {
        Run run = run(samples.unsigned(), "--trust-root", samples.trustRoot(), "--at", AT);
        assertEquals(4, run.status());
        assertFalse(run.out().contains("svc-publisher"), run.out());
        assertFalse(run.out().contains("0198c9f0"), run.out());
        assertTrue(run.out().contains("NOT CHECKED     an earlier step failed"), run.out());
    }

    @Test
    void bundles_namedByTheirFolderOrAPattern_areAllVerifiedOnce() {
        String pattern = folder + "/*.evidence.zip";
        Run run = run(folder, pattern, samples.allow(), "--trust-root", samples.trustRoot(), "--at", AT);
        assertEquals(4, run.status(), run.out());
        assertTrue(run.lines().getLast().startsWith("VERDICT: 1 of 3 bundles"), run.out());
        Run none = run(folder + "/*.none", "--trust-root", samples.trustRoot());
        assertEquals(2, none.status(), none.out());
        assertTrue(none.err().contains("means no bundle"), none.err());
    }

    /** A link that leads nowhere beside a good bundle: each report names it, and none ends as if all were well. */
    @Test
    void bundle_thatCannotBeRead_isInEveryReport() throws IOException {
        Path archive = Files.createDirectories(folder.resolve("archive"));
        Files.copy(samples.allow(), archive.resolve("a.evidence.zip"));
        Files.createSymbolicLink(archive.resolve("b.evidence.zip"), Path.of("gone"));
        Object[] call = {archive, "--trust-root", samples.trustRoot(), "--at", AT, "-o", "text"};
        Run text = run(call);
        assertEquals(2, text.status(), text.out());
        assertEquals(
                "VERDICT: 1 of 2 bundles are what was asked for, 1 NOT JUDGED, DO NOT RELY ON IT",
                text.lines().getLast());
        assertTrue(text.lines().contains("bundle " + archive.resolve("b.evidence.zip")), text.out());
        for (String output : List.of("json", "junit", "sarif")) {
            call[6] = output;
            Run run = run(call);
            assertEquals(2, run.status(), run.out());
            assertTrue(run.out().contains("b.evidence.zip"), run.out());
        }
        call[6] = "junit";
        assertTrue(run(call).out().contains("failures=\"0\" errors=\"1\""));
    }

    @Test
    void bundles_several_exitWithTheWorst() {
        Run run = run(
                samples.allow(), samples.unsigned(), samples.deny(), "--trust-root", samples.trustRoot(), "--at", AT);
        assertEquals(4, run.status());
        assertEquals(
                "VERDICT: 1 of 3 bundles are what was asked for, THEIR SEQUENCE IS NOT, DO NOT RELY ON IT",
                run.lines().getLast());
    }

    @Test
    void report_asJson_isOneStrictDocument() {
        Run run = run(samples.deny(), "--trust-root", samples.trustRoot(), "--at", AT, "-o", "json");
        Json.Obj report = JsonReader.readObject(run.out().strip().getBytes(UTF_8));
        Json.Obj bundle = report.objects("bundles").getFirst();
        assertEquals(1, report.integer("exit"));
        assertEquals("inadmissible", bundle.text("verdict"));
        assertEquals("verified", bundle.text("record"));
        assertEquals(17, bundle.objects("checks").size());
        assertEquals(
                "OUTCOME_NOT_ALLOW",
                bundle.objects("checks").get(15).objects("findings").getFirst().text("code"));
    }

    @Test
    void report_asJunitOrSarif_isOneDocumentAndTheSameStatus() {
        Run junit =
                run(samples.deny(), samples.allow(), "--trust-root", samples.trustRoot(), "--at", AT, "-o", "junit");
        assertEquals(1, junit.status());
        assertTrue(junit.out().startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "), junit.out());
        assertTrue(junit.out().endsWith("</testsuites>\n"), junit.out());
        Run sarif =
                run(samples.deny(), samples.allow(), "--trust-root", samples.trustRoot(), "--at", AT, "-o", "sarif");
        assertEquals(1, sarif.status());
        assertEquals(
                "2.1.0",
                JsonReader.readObject(sarif.out().strip().getBytes(UTF_8)).text("version"));
        assertEquals("", sarif.err());
    }

    @Test
    void call_thatCannotBeMade_exitsWith2AndOneSentenceWithTheFix() {
        Object[][] calls = {
            {"--trust-root FILE", samples.allow()},
            {"no bundle given", "--trust-root", samples.trustRoot()},
            {"Unknown option", samples.allow(), "--trust-root", samples.trustRoot(), "--logs", "x"},
            {"--at is no instant", samples.allow(), "--trust-root", samples.trustRoot(), "--at", "yesterday"},
            {
                "32 bytes",
                samples.deny(),
                "--trust-root",
                samples.trustRoot(),
                "--artifact",
                samples.allow(),
                "--salt",
                samples.allow()
            },
            {"no such file", folder.resolve("none.zip"), "--trust-root", samples.trustRoot()},
            {
                "no such file",
                samples.allow(),
                "--trust-root",
                samples.trustRoot(),
                "--checkpoint",
                folder.resolve("none")
            },
            {"no such file", samples.allow(), "--trust-root", samples.trustRoot(), "--log", folder.resolve("none")},
            {"'--require'", samples.allow(), "--trust-root", samples.trustRoot(), "--require", "some"},
        };
        for (Object[] call : calls) {
            Run run = run(java.util.Arrays.copyOfRange(call, 1, call.length));
            assertEquals(2, run.status(), run.err() + run.out());
            assertTrue(run.err().contains((String) call[0]), run.err());
            assertEquals(1, run.err().lines().count(), run.err());
        }
    }

    @Test
    void trustRoot_thatIsNotThere_exitsWith2() {
        Run run = run(samples.allow(), "--trust-root", folder.resolve("none.json"), "--at", AT);
        assertEquals(2, run.status(), run.out());
        assertTrue(run.out().contains("TRUST_ROOT_MISSING"), run.out());
    }

    @Test
    void text_foreign_cannotMoveTheCursorOrTurnTheLine() {
        assertEquals("a\\u001b[2Jb", Escaped.text("a\u001b[2Jb"));
        assertEquals("allow\\u202eyned", Escaped.text("allow\u202eyned"));
        assertEquals("\\u000d\\u000aVERDICT", Escaped.text("\r\nVERDICT"));
        assertEquals("x\\u200by\\u2066\\ufeff", Escaped.text("x\u200by\u2066\ufeff"));
        assertEquals("\\ud800", Escaped.text("\ud800"));
        assertEquals("\\u{e0041}", Escaped.text("\udb40\udc41"));
        assertEquals("Zürich 東京", Escaped.text("Zürich 東京"));
    }

    @Test
    void file_withAHostileName_isShownEscaped() throws Exception {
        Path hostile = folder.resolve("x\u001b[2J\nVERDICT: ADMISSIBLE.zip");
        java.nio.file.Files.write(hostile, new byte[] {1});
        Run run = run(hostile, "--trust-root", samples.trustRoot(), "--at", AT);
        assertEquals(1, run.status());
        assertFalse(run.out().contains("\u001b"));
        assertFalse(run.lines().contains("VERDICT: ADMISSIBLE.zip"));
    }
}
