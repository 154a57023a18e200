package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record of a malformed proposal: nothing was evaluated, and what the reader asks of it is asked all the same. */
class MalformedTest {
    private static final String OTHER = "sha256:" + "0".repeat(64);

    @TempDir
    private Path folder;

    private Verdict verify(ForgedBundle bundle, Optional<String> policy) {
        Expectations expectations = new Expectations(
                Attack.AT,
                Expectations.Require.ANY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                policy,
                Optional.empty(),
                Optional.empty(),
                List.of());
        return Attack.of("", () -> bundle).asking(any -> expectations).verify(folder);
    }

    private static Report.Line line(Verdict verdict, Step step) {
        return verdict.report().lines().stream()
                .filter(line -> line.step() == step)
                .findFirst()
                .orElseThrow();
    }

    private static String release(ForgedBundle bundle) {
        return bundle.predicate().object("policy").text("release");
    }

    @Test
    void malformed_underAnotherReleaseThanExpected_isUnexpected() {
        ForgedBundle bundle = Forge.malformed();
        Verdict verdict = verify(bundle, Optional.of(OTHER));
        assertEquals(Exit.FAILED, verdict.exit());
        assertEquals(
                new CheckResult.Fail(List.of(new Finding(
                        Code.POLICY_UNEXPECTED,
                        "decision.dsse.json#/predicate/policy/release",
                        OTHER,
                        release(bundle)))),
                line(verdict, Step.POLICY).result());
    }

    @Test
    void malformed_underTheReleaseExpected_isARecord_andSaysThatItWasAsked() {
        ForgedBundle bundle = Forge.malformed();
        Verdict verdict = verify(bundle, Optional.of(release(bundle)));
        assertEquals(Exit.OK, verdict.exit());
        assertEquals(
                new Report.Line(
                        Step.POLICY,
                        new CheckResult.NotApplicable("the proposal was malformed and nothing was evaluated"),
                        List.of("the release that the record names is the one expected")),
                line(verdict, Step.POLICY));
        assertEquals(
                List.of(), line(verify(bundle, Optional.empty()), Step.POLICY).notes());
    }

    @Test
    void malformed_underAPlainDigest_isRefused() {
        Verdict verdict = verify(CorpusSubjects.malformedPlain(), Optional.empty());
        assertEquals(Exit.FAILED, verdict.exit());
        assertEquals(
                new CheckResult.Fail(List.of(new Finding(
                        Code.INPUT_BINDING,
                        "decision.dsse.json#/subject/0/digest",
                        "a salted digest, because the proposal was malformed",
                        "a plain one"))),
                line(verdict, Step.BINDING).result());
    }
}
