package org.sealgate.verify.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.sealgate.verify.CheckResult;
import org.sealgate.verify.Escaped;
import org.sealgate.verify.Exit;
import org.sealgate.verify.Finding;
import org.sealgate.verify.Report;
import org.sealgate.verify.Sequences;
import org.sealgate.verify.Unread;
import org.sealgate.verify.Verdict;

/** The report for people: a line a check, what was expected and found under what failed, and the verdict last. */
final class TextReport {
    private final PrintStream out;

    TextReport(PrintStream out) {
        this.out = out;
    }

    void print(List<Verdict> verdicts, List<Unread> unread, Sequences.Result sequences) {
        verdicts.forEach(this::print);
        unread.forEach(this::print);
        for (Finding finding : sequences.findings()) {
            line("sequence  " + finding(finding));
        }
        boolean broken = sequences.exit() != Exit.OK;
        int all = verdicts.size() + unread.size();
        if (all > 1 || broken || sequences.whole().isPresent()) {
            long good = verdicts.stream().filter(each -> each.exit() == Exit.OK).count();
            line("VERDICT: " + good + " of " + all + " bundles are what was asked for"
                    + (unread.isEmpty() ? "" : ", " + unread.size() + " NOT JUDGED")
                    + (broken ? ", THEIR SEQUENCE IS NOT" : "")
                    + (broken || !unread.isEmpty() ? ", DO NOT RELY ON IT" : "")
                    + sequences.whole().map(TextReport::words).orElse(""));
        }
    }

    private static String words(Sequences.Whole whole) {
        return "; " + whole.stream() + " of " + whole.issuer() + " is whole from 1 to " + whole.last();
    }

    private void print(Unread unread) {
        line("bundle " + unread.bundle());
        line("     cannot be read: " + unread.reason());
        line("VERDICT: NOT JUDGED, DO NOT RELY ON IT");
    }

    private void print(Verdict verdict) {
        Report report = verdict.report();
        String digest = report.trustRoot().digest();
        line("trust root " + (digest.isEmpty() ? "none" : digest) + " version "
                + report.trustRoot().version() + ", judged at "
                + report.trustRoot().judgedAt());
        line("bundle " + report.bundle());
        report.lines().forEach(this::print);
        for (Finding warning : report.warnings()) {
            line("   warning " + warning.code() + ": " + warning.code().advice());
        }
        report.facts().ifPresent(this::print);
        line("VERDICT: " + words(verdict));
    }

    private void print(Report.Line check) {
        String head = String.format(
                Locale.ROOT, "%2d %-14s ", check.step().number(), check.step().title());
        line(head + result(check.result()));
        if (check.result() instanceof CheckResult.Fail fail) {
            for (Finding finding : fail.findings()) {
                line("     " + finding(finding));
                line("       next: " + finding.code().advice());
            }
        }
        for (String note : check.notes()) {
            line("     " + note);
        }
    }

    private static String result(CheckResult result) {
        return switch (result) {
            case CheckResult.Pass pass -> "PASS            " + pass.detail();
            case CheckResult.Fail fail -> "FAIL            " + fail.findings().size() + " found";
            case CheckResult.NotChecked open -> "NOT CHECKED     " + open.reason();
            case CheckResult.NotApplicable none -> "NOT APPLICABLE  " + none.reason();
        };
    }

    private static String finding(Finding finding) {
        String where = finding.pointer().isEmpty() ? "" : " at " + finding.pointer();
        return finding.code() + where + ": expected " + finding.expected() + ", found " + finding.actual();
    }

    private void print(Report.Facts facts) {
        line("decision " + facts.decisionId() + ": " + facts.outcome() + " of a " + facts.kind() + " at "
                + facts.decidedAt() + ", about " + facts.subject());
        Report.Place place = facts.place();
        line("number " + place.number() + " of stream " + place.stream() + " of " + place.issuer());
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Admissible ok -> "ADMISSIBLE";
            case Verdict.Inadmissible no ->
                no.recordVerified() ? "VERIFIED RECORD, NOT ADMISSIBLE AS AN ALLOW" : "FAILED, DO NOT RELY ON IT";
            case Verdict.Indeterminate open -> "INDETERMINATE, DO NOT RELY ON IT";
        };
    }

    private void line(String text) {
        out.println(Escaped.text(text));
    }
}
