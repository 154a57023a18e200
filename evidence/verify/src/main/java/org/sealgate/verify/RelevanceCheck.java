package org.sealgate.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sealgate.bundle.Digest;
import org.sealgate.verify.CheckResult.Because;
import org.sealgate.verify.CheckResult.NotChecked;

/** Step 16: the decision is about what the reader holds, for whom the reader acts, made by the time of judgement and still in force. */
final class RelevanceCheck {
    private static final String PREDICATE = Decision.FILE + "#/predicate/";

    private final Decision decision;
    private final Expectations expectations;
    private final Held held;
    private final List<String> notes = new ArrayList<>();

    RelevanceCheck(Decision decision, Expectations expectations, Held held) {
        this.decision = decision;
        this.expectations = expectations;
        this.held = held;
    }

    /**
     * Asks.
     *
     * @param statement the decision's, as notices name it
     * @param notices that the reader brings along, whatever they are about
     */
    CheckResult check(Digest statement, List<NoticeCheck.Read> notices, Problems warnings) {
        Problems problems = new Problems();
        for (NoticeCheck.Read notice : notices) {
            problems.addAll(notice.findings());
            notice.notice().ifPresent(known -> corrected(known, statement, problems, warnings));
        }
        artifact(problems, warnings);
        audience(problems);
        validity(problems);
        if (problems.isEmpty() && held.artifact().isPresent() && !held.canCompare(decision.subjectDigest())) {
            return new NotChecked(Because.UNKNOWN, "the subject's digest is salted: give --salt FILE with --artifact");
        }
        return problems.result(held.artifact().isPresent() ? "about the artifact given" : "as far as it was asked");
    }

    /** What to say beside the step's result. */
    List<String> notes() {
        return notes;
    }

    private void corrected(KnownNotice notice, Digest statement, Problems problems, Problems warnings) {
        if (notice.kind() != KnownNotice.Kind.CORRECTION || !notice.isAbout(decision)) {
            return;
        }
        Problems wrong = new Problems();
        notice.requireOf(decision, statement, wrong);
        problems.addAll(wrong.findings());
        if (wrong.isEmpty()) {
            warnings.add(Code.SUPERSEDED, notice.file(), "no correction", notice.words());
            notes.add("corrected " + notice.words());
        }
    }

    private void artifact(Problems problems, Problems warnings) {
        if (held.artifact().isEmpty()) {
            warnings.add(Code.ARTIFACT_NOT_GIVEN, "", "--artifact FILE", "not given");
        } else if (held.canCompare(decision.subjectDigest())) {
            Canonical.require(
                    Code.ARTIFACT_NOT_SUBJECT,
                    Decision.FILE + "#/subject/0/digest",
                    held.digestLike(decision.subjectDigest()),
                    decision.subjectDigest(),
                    problems);
        }
    }

    private void audience(Problems problems) {
        List<String> audience = decision.predicate().texts("audience");
        expectations.audience().ifPresent(asked -> {
            if (!audience.contains(asked)) {
                problems.add(Code.AUDIENCE_MISMATCH, PREDICATE + "audience", asked, audience.toString());
            }
        });
    }

    /** A denial does not run out, and says nothing that somebody could rely on too early. */
    private void validity(Problems problems) {
        if (!decision.isAllow()) {
            return;
        }
        Instant at = expectations.at();
        Instant until = Instant.parse(decision.predicate().text("validUntil"));
        if (!at.isBefore(until)) {
            problems.add(Code.DECISION_EXPIRED, PREDICATE + "validUntil", "after " + at, until.toString());
        }
        // whoever holds the key writes any time that he likes: one to come would be an allow for later, used today
        if (at.isBefore(decision.decidedAt().minus(TimeCheck.CLOCKS_DIFFER))) {
            problems.add(
                    Code.TIME_ORDER,
                    PREDICATE + "decidedAt",
                    "at most " + TimeCheck.CLOCKS_DIFFER.toSeconds() + " s after the time of judgement " + at,
                    decision.decidedAtText());
        }
    }
}
