package org.sealgate.verify;

import java.util.List;
import java.util.Optional;
import org.sealgate.verify.CheckResult.Fail;
import org.sealgate.verify.CheckResult.NotApplicable;

/**
 * Steps 11 and 12 of a record of a malformed proposal. Nothing was evaluated, so that there is little to ask: whether the release in force
 * was the one that the reader expects, and that the record gives nobody a digest at which the bytes could be guessed.
 */
final class MalformedCheck {
    private static final CheckResult NOTHING =
            new NotApplicable("the proposal was malformed and nothing was evaluated");

    private final Decision decision;

    MalformedCheck(Decision decision) {
        this.decision = decision;
    }

    /** What the steps come to that look at an evaluation. */
    static CheckResult nothing() {
        return NOTHING;
    }

    /** @param expected digest of a release statement; that the record's file has the digest which the record names, step 7 has asked */
    CheckResult policy(Optional<String> expected) {
        Problems problems = new Problems();
        expected.ifPresent(digest -> problems.requireEqual(
                Code.POLICY_UNEXPECTED,
                Decision.FILE + "#/predicate/policy/release",
                digest,
                decision.policy().text("release")));
        return orNothing(problems);
    }

    /** That the expectation was not passed over is worth saying where the step has nothing else to say. */
    List<String> notes(Optional<String> expected) {
        return expected.filter(decision.policy().text("release")::equals)
                .map(digest -> List.of("the release that the record names is the one expected"))
                .orElse(List.of());
    }

    /** Nobody has looked through such bytes for what is to be withheld. */
    CheckResult binding() {
        Problems problems = new Problems();
        if (!decision.isWithheld()) {
            problems.add(
                    Code.INPUT_BINDING,
                    Decision.FILE + "#/subject/0/digest",
                    "a salted digest, because the proposal was malformed",
                    "a plain one");
        }
        return orNothing(problems);
    }

    private static CheckResult orNothing(Problems problems) {
        return problems.isEmpty() ? NOTHING : new Fail(problems.findings());
    }
}
