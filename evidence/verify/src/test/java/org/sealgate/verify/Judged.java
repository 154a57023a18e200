package org.sealgate.verify;

import java.util.List;
import java.util.Optional;

/** Verdicts that no bundle had to be made for: one of each kind, and a report with a line of each kind of result. */
public final class Judged {
    private static final Report.TrustRootLine ROOT = new Report.TrustRootLine("sha256:07", 3, "2026-03-01T00:00:00Z");

    private Judged() {}

    /** A failure with every kind of line, one verdict of each other kind, and nothing in those. */
    public static List<Verdict> each() {
        return List.of(
                new Verdict.Inadmissible(everything(), false, Exit.FAILED),
                new Verdict.Inadmissible(bare("b.zip", "sha256:08"), true, Exit.FAILED),
                new Verdict.Indeterminate(bare("c.zip", "")),
                new Verdict.Admissible(bare("d.zip", "sha256:09")));
    }

    private static Report bare(String name, String digest) {
        return new Report(
                name,
                new Report.TrustRootLine(digest, 4, "2026-03-02T00:00:00Z"),
                List.of(),
                List.of(),
                Optional.empty());
    }

    private static Report everything() {
        return new Report(
                "x <y>.zip",
                ROOT,
                List.of(
                        new Report.Line(Step.LIMITS, new CheckResult.Pass("two files"), List.of()),
                        new Report.Line(
                                Step.FILES,
                                new CheckResult.Fail(List.of(
                                        new Finding(Code.FILE_DIGEST, "input.json", "\"1\"", "2 & 3"),
                                        new Finding(Code.FILE_MISSING, "", "a file", "none"))),
                                List.of("one note", "another\u0007")),
                        new Report.Line(
                                Step.LOG,
                                new CheckResult.NotChecked(CheckResult.Because.NOT_REQUIRED, "no log is asked for"),
                                List.of()),
                        new Report.Line(Step.POLICY, new CheckResult.NotApplicable("nothing was evaluated"), List.of()),
                        new Report.Line(
                                Step.REPLAY,
                                new CheckResult.NotChecked(CheckResult.Because.UNKNOWN, "it was <retired>"),
                                List.of())),
                List.of(new Finding(Code.WITNESS_NONE, Names.LOG_CHECKPOINT, "a witness", "none")),
                Optional.of(new Report.Facts(
                        "id-1",
                        "sealed-run",
                        "allow",
                        "2026-02-15T18:30:00.118Z",
                        "RUN-001",
                        new Report.Place("https://gate.example.org", "s", 1, Optional.empty(), "sha256:0a"))));
    }

    /** A gap and a fork between them, or a gap alone where the exit status is good. */
    public static Sequences.Result between(Exit exit) {
        Finding gap = new Finding(Code.SEQUENCE_GAP, "s", "number 2", "not among these bundles");
        Finding fork = new Finding(Code.SEQUENCE_FORK, "s 3", "sha256:01", "none");
        return new Sequences.Result(exit == Exit.OK ? List.of(gap) : List.of(gap, fork), exit);
    }

    /** One that could not be read. */
    public static Unread unread() {
        return new Unread("e <f>.zip", "no such file: \"e\"");
    }

    /** Nothing to say about several bundles. */
    public static Sequences.Result whole() {
        return new Sequences.Result(List.of(), Exit.OK);
    }

    /** The stream that was said to be complete is. */
    public static Sequences.Result complete() {
        Sequences.Whole whole = new Sequences.Whole("https://gate.example.org", "s", 3);
        return new Sequences.Result(List.of(), Exit.OK, Optional.of(whole));
    }
}
