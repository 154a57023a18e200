package org.sealgate.verify;

import java.time.Instant;
import java.util.List;
import org.sealgate.verify.CheckResult.Because;
import org.sealgate.verify.CheckResult.NotChecked;

/** Step 16: the decision is about what the reader holds, for whom the reader acts, and still in force. */
final class RelevanceCheck {
    private static final String PREDICATE = Decision.FILE + "#/predicate/";

    private final Decision decision;
    private final Expectations expectations;
    private final Held held;

    RelevanceCheck(Decision decision, Expectations expectations, Held held) {
        this.decision = decision;
        this.expectations = expectations;
        this.held = held;
    }

    CheckResult check(Problems warnings) {
        Problems problems = new Problems();
        artifact(problems, warnings);
        audience(problems);
        validity(problems);
        if (problems.isEmpty() && held.artifact().isPresent() && !held.canCompare(decision.subjectDigest())) {
            return new NotChecked(Because.UNKNOWN, "the subject's digest is salted: give --salt FILE with --artifact");
        }
        return problems.result(held.artifact().isPresent() ? "about the artifact given" : "as far as it was asked");
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

    /** A denial does not run out. */
    private void validity(Problems problems) {
        Instant until = Instant.parse(decision.predicate().text("validUntil"));
        if (decision.isAllow() && !expectations.at().isBefore(until)) {
            problems.add(
                    Code.DECISION_EXPIRED, PREDICATE + "validUntil", "after " + expectations.at(), until.toString());
        }
    }
}
