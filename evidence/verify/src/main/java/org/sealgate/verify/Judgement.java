package org.sealgate.verify;

import org.sealgate.verify.CheckResult.Because;
import org.sealgate.verify.CheckResult.NotChecked;

/** From a report to the one verdict: what counts against the record, and what only against relying on its decision. */
final class Judgement {
    private Judgement() {}

    static Verdict of(Report report, Expectations.Require require) {
        Exit record = Exit.OK;
        Exit decision = Exit.OK;
        for (Report.Line line : report.lines()) {
            Exit exit = exit(line.result());
            boolean aboutDecision = line.step() == Step.ADMISSIBILITY || line.step() == Step.RELEVANCE;
            if (!aboutDecision) {
                record = record.worse(exit);
            }
            // with any record good enough, whether it is an allow is no question; whether it is the right one still is
            if (line.step() != Step.ADMISSIBILITY || require == Expectations.Require.ALLOW) {
                decision = decision.worse(exit);
            }
        }
        return verdict(report, record, decision);
    }

    private static Verdict verdict(Report report, Exit record, Exit decision) {
        if (decision == Exit.INDETERMINATE) {
            return new Verdict.Indeterminate(report);
        }
        boolean allow = report.lines().stream()
                .filter(line -> line.step() == Step.ADMISSIBILITY)
                .allMatch(line -> line.result() instanceof CheckResult.Pass);
        return decision == Exit.OK && allow
                ? new Verdict.Admissible(report)
                : new Verdict.Inadmissible(report, record == Exit.OK, decision);
    }

    /** Nothing that ought to have been checked and was not is a pass; a step behind a failure adds nothing to it. */
    private static Exit exit(CheckResult result) {
        return switch (result) {
            case CheckResult.Pass pass -> Exit.OK;
            case CheckResult.NotApplicable none -> Exit.OK;
            case NotChecked open -> open.because() == Because.NOT_REQUIRED ? Exit.OK : Exit.INDETERMINATE;
            case CheckResult.Fail fail ->
                fail.findings().stream().map(finding -> finding.code().exit()).reduce(Exit.OK, Exit::worse);
        };
    }
}
