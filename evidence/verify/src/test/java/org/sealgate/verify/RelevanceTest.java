package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/** Step 16, and the holder of a withheld document. */
class RelevanceTest {
    @TempDir
    private Path folder;

    private Verdict verify(ForgedBundle bundle, Expectations expectations) {
        return Attack.of("", () -> bundle).asking(any -> expectations).verify(folder);
    }

    private Expectations holding(byte[] artifact, Optional<byte[]> salt) {
        return new Expectations(
                Attack.AT,
                Expectations.Require.ANY,
                Optional.of(file(artifact)),
                salt.map(this::file),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private Path file(byte[] content) {
        try {
            return Files.write(Files.createTempFile(folder, "held", ""), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<Code> codes(Verdict verdict) {
        return verdict.report().findings().stream().map(Finding::code).collect(Collectors.toSet());
    }

    private static Set<Code> warnings(Verdict verdict) {
        return verdict.report().warnings().stream().map(Finding::code).collect(Collectors.toSet());
    }

    @Test
    void artifact_ofTheDecision_isRelevant() {
        ForgedBundle bundle = Forge.allow(Kind.SEALED_RUN);
        byte[] subject = bundle.file(bundle.files.tailMap("subject/").firstKey());
        Verdict verdict = verify(bundle, holding(subject, Optional.empty()));
        assertTrue(verdict instanceof Verdict.Admissible);
        assertEquals(Set.of(Code.TIME_UNANCHORED), warnings(verdict));
    }

    @Test
    void artifact_ofAnotherDecision_isNotSubject() {
        Verdict verdict = verify(Forge.allow(Kind.SEALED_RUN), holding(new byte[] {1}, Optional.empty()));
        assertEquals(Set.of(Code.ARTIFACT_NOT_SUBJECT), codes(verdict));
        assertEquals(Exit.FAILED, verdict.exit());
        assertTrue(verdict.verified());
    }

    @Test
    void artifact_notGiven_isAWarning() {
        assertTrue(warnings(verify(Forge.allow(Kind.SEALED_RUN), Expectations.at(Attack.AT)))
                .contains(Code.ARTIFACT_NOT_GIVEN));
    }

    @Test
    void audience_asked_mustBeAmongThoseDecidedFor() {
        for (String asked : List.of("governance-board", "everybody")) {
            Expectations expectations = new Expectations(
                    Attack.AT,
                    Expectations.Require.ALLOW,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(asked),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of());
            Set<Code> expected = asked.equals("everybody") ? Set.of(Code.AUDIENCE_MISMATCH) : Set.of();
            assertEquals(expected, codes(verify(Forge.allow(Kind.SEALED_RUN), expectations)));
        }
    }

    @Test
    void decision_runOut_isExpired_andADenialNeverIs() {
        Expectations late =
                Expectations.at(Instant.parse("2026-05-16T18:30:00.131Z")).requireAny();
        assertEquals(Set.of(Code.DECISION_EXPIRED), codes(verify(Forge.allow(Kind.SEALED_RUN), late)));
        assertEquals(Exit.OK, verify(Forge.deny(Kind.SEALED_RUN), late).exit());
        Expectations intime =
                Expectations.at(Instant.parse("2026-05-16T18:30:00.130Z")).requireAny();
        assertTrue(verify(Forge.allow(Kind.SEALED_RUN), intime) instanceof Verdict.Admissible);
    }

    /** Clocks may differ by a minute; before that there was nothing to rely on. */
    @Test
    void decision_judgedBeforeItWasMade_countsForNothing_andADenialStaysARecord() {
        Expectations early =
                Expectations.at(Instant.parse("2026-02-15T18:29:00.130Z")).requireAny();
        Verdict verdict = verify(Forge.allow(Kind.SEALED_RUN), early);
        assertEquals(Set.of(Code.TIME_ORDER), codes(verdict));
        assertEquals(Exit.FAILED, verdict.exit());
        assertTrue(verdict.verified());
        assertEquals(
                new Finding(
                        Code.TIME_ORDER,
                        "decision.dsse.json#/predicate/decidedAt",
                        "at most 60 s after the time of judgement 2026-02-15T18:29:00.130Z",
                        "2026-02-15T18:30:00.131Z"),
                verdict.report().findings().getFirst());
        assertEquals(Exit.OK, verify(Forge.deny(Kind.SEALED_RUN), early).exit());
        Expectations inTime =
                Expectations.at(Instant.parse("2026-02-15T18:29:00.131Z")).requireAny();
        assertTrue(verify(Forge.allow(Kind.SEALED_RUN), inTime) instanceof Verdict.Admissible);
    }

    @Test
    void decision_postDatedByItsSigner_doesNotCountToday() {
        ForgedBundle later = Forge.allowAt(Kind.SEALED_RUN, "2026-04-10T09:00:00.131Z");
        assertEquals(Set.of(Code.TIME_ORDER), codes(verify(later, Expectations.at(Attack.AT))));
        Expectations then = Expectations.at(Instant.parse("2026-04-10T09:00:00.131Z"));
        assertTrue(verify(later, then) instanceof Verdict.Admissible);
    }

    @Test
    void withheldDocument_withItsSalt_isProvedAndItsFactsAreMadeAgain() {
        Verdict verdict = verify(Forge.withheld(), holding(Forge.flagged(), Optional.of(Forge.SALT)));
        assertEquals(Exit.OK, verdict.exit(), () -> verdict.report().findings().toString());
        boolean notMade = verdict.report().lines().stream()
                .flatMap(line -> line.notes().stream())
                .anyMatch(note -> note.contains("were not made again"));
        assertEquals(false, notMade);
    }

    @Test
    void withheldDocument_withAnotherSaltOrDocument_isNotSubject() {
        byte[] salt = Forge.SALT.clone();
        salt[0] ^= 1;
        assertEquals(
                Set.of(Code.ARTIFACT_NOT_SUBJECT, Code.OUTCOME_NOT_ALLOW),
                codes(verify(Forge.withheld(), holding(Forge.flagged(), Optional.of(salt)))));
        assertEquals(
                Set.of(Code.ARTIFACT_NOT_SUBJECT, Code.OUTCOME_NOT_ALLOW),
                codes(verify(Forge.withheld(), holding(new byte[] {1}, Optional.of(Forge.SALT)))));
    }

    @Test
    void withheldDocument_withoutItsSalt_staysOpen() {
        Verdict verdict = verify(Forge.withheld(), holding(Forge.flagged(), Optional.empty()));
        assertEquals(Exit.INDETERMINATE, verdict.exit());
    }

    @Test
    void withheldFacts_thatAreNotThoseOfTheDocument_areFoundByWhoeverHoldsIt() {
        ForgedBundle bundle = Forge.withheld();
        bundle.json("input.json", input -> input.with("facts", edited(input.object("facts"))))
                .json("facts.json", RelevanceTest::edited)
                .mend();
        assertEquals(Set.of(Code.OUTCOME_NOT_ALLOW), codes(verify(bundle, Expectations.at(Attack.AT))));
        assertEquals(
                Set.of(Code.FACTS_MISMATCH, Code.OUTCOME_NOT_ALLOW),
                codes(verify(bundle, holding(Forge.flagged(), Optional.of(Forge.SALT)))));
    }

    private static Json.Obj edited(Json.Obj facts) {
        Json.Obj derived = facts.object("derived");
        return facts.with(
                "derived", derived.with("counts", derived.object("counts").with("topRisks", Json.of(9))));
    }

    @Test
    void salt_ofAnotherLength_isACallThatCannotBeMade() {
        assertThrows(
                SaltRefusedException.class,
                () -> verify(Forge.withheld(), holding(Forge.flagged(), Optional.of(new byte[31]))));
    }

    @Test
    void malformedDocument_withItsSalt_isProved() {
        byte[] malformed = "{".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(
                Exit.OK,
                verify(Forge.malformed(), holding(malformed, Optional.of(Forge.SALT)))
                        .exit());
    }

    @Test
    void policy_expected_isTheDigestOfItsReleaseStatement() {
        ForgedBundle bundle = Forge.allow(Kind.SEALED_RUN);
        String digest = Digest.sha256(bundle.file("policy/release.dsse.json")).text();
        Expectations expecting = new Expectations(
                Attack.AT,
                Expectations.Require.ALLOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(digest),
                Optional.empty(),
                Optional.empty(),
                List.of());
        assertTrue(verify(bundle, expecting) instanceof Verdict.Admissible);
    }
}
