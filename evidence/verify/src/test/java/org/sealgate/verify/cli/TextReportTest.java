package org.sealgate.verify.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealgate.verify.Code;
import org.sealgate.verify.Exit;
import org.sealgate.verify.Judged;
import org.sealgate.verify.Sequences;
import org.sealgate.verify.Unread;
import org.sealgate.verify.Verdict;

/** The report for people, line for line. */
class TextReportTest {
    private static final String EVERYTHING =
            """
            trust root sha256:07 version 3, judged at 2026-03-01T00:00:00Z
            bundle x <y>.zip
             0 limits         PASS            two files
             7 files          FAIL            2 found
                 FILE_DIGEST at input.json: expected "1", found 2 & 3
                   next: %s
                 FILE_MISSING: expected a file, found none
                   next: %s
                 one note
                 another\\u0007
             8 log            NOT CHECKED     no log is asked for
            11 policy         NOT APPLICABLE  nothing was evaluated
            13 replay         NOT CHECKED     it was <retired>
               warning WITNESS_NONE: %s
            decision id-1: allow of a sealed-run at 2026-02-15T18:30:00.118Z, about RUN-001
            number 1 of stream s of https://gate.example.org
            VERDICT: FAILED, DO NOT RELY ON IT
            """.formatted(Code.FILE_DIGEST.advice(), Code.FILE_MISSING.advice(), Code.WITNESS_NONE.advice());

    private static final String OTHERS = """
            trust root sha256:08 version 4, judged at 2026-03-02T00:00:00Z
            bundle b.zip
            VERDICT: VERIFIED RECORD, NOT ADMISSIBLE AS AN ALLOW
            trust root none version 4, judged at 2026-03-02T00:00:00Z
            bundle c.zip
            VERDICT: INDETERMINATE, DO NOT RELY ON IT
            trust root sha256:09 version 4, judged at 2026-03-02T00:00:00Z
            bundle d.zip
            VERDICT: ADMISSIBLE
            """;

    private static final String GAP = "sequence  SEQUENCE_GAP at s: expected number 2, found not among these bundles\n";

    private static final String UNREAD = """
            bundle e <f>.zip
                 cannot be read: no such file: "e"
            VERDICT: NOT JUDGED, DO NOT RELY ON IT
            """;

    private static void assertPrinted(String expected, List<Verdict> verdicts, Sequences.Result sequences) {
        assertPrinted(expected, verdicts, List.of(), sequences);
    }

    private static void assertPrinted(
            String expected, List<Verdict> verdicts, List<Unread> unread, Sequences.Result sequences) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TextReport(new PrintStream(out, true, UTF_8)).print(verdicts, unread, sequences);
        assertEquals(expected, out.toString(UTF_8).replace(System.lineSeparator(), "\n"));
    }

    @Test
    void report_ofOneBundle_endsWithItsVerdict() {
        assertPrinted(EVERYTHING, Judged.each().subList(0, 1), Judged.whole());
    }

    @Test
    void report_ofSeveralBundles_countsThoseThatAreGood() {
        String good = "VERDICT: 1 of 4 bundles are what was asked for\n";
        assertPrinted(EVERYTHING + OTHERS + good, Judged.each(), Judged.whole());
        assertPrinted(EVERYTHING + OTHERS + GAP + good, Judged.each(), Judged.between(Exit.OK));
    }

    /** It counts among those that were given, and the last line never says less than the exit status. */
    @Test
    void report_ofABundleThatCouldNotBeRead_namesItAndCountsIt() {
        List<Unread> unread = List.of(Judged.unread());
        assertPrinted(UNREAD, List.of(), unread, Judged.whole());
        assertPrinted(
                EVERYTHING + OTHERS + UNREAD
                        + "VERDICT: 1 of 5 bundles are what was asked for, 1 NOT JUDGED, DO NOT RELY ON IT\n",
                Judged.each(),
                unread,
                Judged.whole());
        assertPrinted(
                UNREAD + GAP + "sequence  SEQUENCE_FORK at s 3: expected sha256:01, found none\n"
                        + "VERDICT: 0 of 1 bundles are what was asked for, 1 NOT JUDGED, THEIR SEQUENCE IS NOT,"
                        + " DO NOT RELY ON IT\n",
                List.of(),
                unread,
                Judged.between(Exit.FAILED));
    }

    @Test
    void report_ofASequenceThatIsNone_saysSo_evenOfOneBundle() {
        String broken = GAP + "sequence  SEQUENCE_FORK at s 3: expected sha256:01, found none\n"
                + "VERDICT: 0 of 1 bundles are what was asked for, THEIR SEQUENCE IS NOT, DO NOT RELY ON IT\n";
        assertPrinted(EVERYTHING + broken, Judged.each().subList(0, 1), Judged.between(Exit.FAILED));
    }

    @Test
    void report_ofACompleteStream_saysWhoseAndHowFar_evenOfOneBundle() {
        assertPrinted(
                EVERYTHING + "VERDICT: 0 of 1 bundles are what was asked for; "
                        + "s of https://gate.example.org is whole from 1 to 3\n",
                Judged.each().subList(0, 1),
                Judged.complete());
    }
}
