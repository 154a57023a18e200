package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/**
 * Steps 14 and 15: a released policy that really says allow, and whose result does not carry it, and an engine that signed it all the
 * same. S002-21 to S002-25, S002-29 to S002-31.
 */
class AdmissibilityAttacksTest {
    private static final Kind KIND = Kind.SEALED_RUN;
    private static final Code MISMATCH = Code.OUTCOME_MISMATCH;

    /** An allow whose result was edited in the policy's own data, so that the replay gives it. */
    private static ForgedBundle answering(UnaryOperator<Json.Obj> edit) {
        return answering(edit, grants -> grants);
    }

    private static ForgedBundle answering(UnaryOperator<Json.Obj> edit, UnaryOperator<Json.Obj> governance) {
        return Forge.allow(KIND, release(edit, governance));
    }

    private static TestRelease release(UnaryOperator<Json.Obj> edit, UnaryOperator<Json.Obj> governance) {
        return TestRelease.of(
                data -> {
                    Json.Obj test = data.object("test");
                    Json.Obj allow = test.object("allow").with(KIND.id(), edit.apply(TestRelease.allow()));
                    return data.with("test", test.with("allow", allow))
                            .with("governance", governance.apply(data.object("governance")));
                },
                predicate -> predicate,
                TestTrust.POLICY);
    }

    private static UnaryOperator<Json.Obj> rows(String member, UnaryOperator<List<Json>> edit) {
        return result -> result.with(member, Json.array(edit.apply(new ArrayList<>(result.objects(member)))));
    }

    private static UnaryOperator<Json.Obj> first(String member, String outcome) {
        return rows(member, rows -> {
            rows.set(0, ((Json.Obj) rows.getFirst()).with("result", Json.of(outcome)));
            return rows;
        });
    }

    private static UnaryOperator<Json.Obj> refusal(String member) {
        return result -> {
            boolean was = result.object("refusal").bool(member);
            return result.with("refusal", result.object("refusal").with(member, Json.of(!was)));
        };
    }

    private static UnaryOperator<Json.Obj> grant(UnaryOperator<Json.Obj> edit) {
        return result -> result.with("authority", edit.apply(TestRelease.grant()));
    }

    private static UnaryOperator<Json.Obj> granted(UnaryOperator<Json.Obj> edit) {
        return governance -> governance.with("grants", Json.array(List.of(edit.apply(TestRelease.grant()))));
    }

    private static Attack both(String name, UnaryOperator<Json.Obj> edit, Code code) {
        return Attack.of(name, () -> answering(grant(edit), granted(edit)), Code.OUTCOME_MISMATCH, code);
    }

    private static UnaryOperator<Json.Obj> scope(String list, String... allowed) {
        return grant -> grant.with("scope", grant.object("scope").with(list, Json.strings(List.of(allowed))));
    }

    // S002-21, S002-23, S002-24, S002-25
    static List<Attack> attacks() {
        return List.of(
                Attack.of(
                        "no gates",
                        () -> withoutEnvelopeGates(rows("gates", rows -> List.of())),
                        Code.STATEMENT_SCHEMA),
                Attack.of(
                        "no checks",
                        () -> withoutEnvelopeGates(rows("checks", rows -> List.of())),
                        Code.STATEMENT_SCHEMA),
                Attack.of(
                        "no gates, and an envelope that lists some",
                        AdmissibilityAttacksTest::inventedGates,
                        MISMATCH,
                        Code.GATE_MISMATCH,
                        Code.GATE_SET),
                Attack.of(
                        "no checks, and an envelope that lists some",
                        AdmissibilityAttacksTest::inventedChecks,
                        MISMATCH,
                        Code.REFUSAL_MISMATCH,
                        Code.CHECKS_EMPTY),
                Attack.of("a gate skipped", () -> answering(first("gates", "skip")), MISMATCH, Code.GATE_NOT_PASS),
                Attack.of("a gate failed", () -> answering(first("gates", "fail")), MISMATCH, Code.GATE_NOT_PASS),
                Attack.of(
                        "a gate missing",
                        () -> answering(rows("gates", rows -> rows.subList(1, rows.size()))),
                        MISMATCH,
                        Code.GATE_SET),
                Attack.of(
                        "a gate more",
                        () -> answering(rows("gates", AdmissibilityAttacksTest::oneMore)),
                        MISMATCH,
                        Code.GATE_SET),
                Attack.of(
                        "a gate twice",
                        () -> answering(rows("gates", AdmissibilityAttacksTest::twice)),
                        MISMATCH,
                        Code.GATE_NOT_PASS),
                Attack.of(
                        "a check failed without a violation",
                        () -> answering(first("checks", "fail")),
                        MISMATCH,
                        Code.CHECKS_INCOMPLETE),
                Attack.of(
                        "a check missing",
                        () -> answering(rows("checks", rows -> rows.subList(1, rows.size()))),
                        MISMATCH,
                        Code.CHECKS_INCOMPLETE),
                Attack.of(
                        "a check not applicable that has to apply",
                        () -> answering(first("checks", "not_applicable")),
                        MISMATCH,
                        Code.CHECKS_INCOMPLETE),
                Attack.of(
                        "a blocking violation",
                        () -> answering(rows("violations", rows -> List.of(violation("block")))),
                        MISMATCH),
                Attack.of(
                        "refusal not available",
                        () -> answering(refusal("available")),
                        MISMATCH,
                        Code.REFUSAL_UNAVAILABLE),
                Attack.of("refusal triggered", () -> answering(refusal("triggered")), MISMATCH, Code.REFUSAL_TRIGGERED),
                Attack.of(
                        "a grant that the release has not",
                        () -> answering(grant(g -> g.with("source", Json.of("myself")))),
                        MISMATCH,
                        Code.AUTHORITY_NOT_GRANTED),
                Attack.of(
                        "a grant wider than the release's",
                        () -> answering(r -> r, granted(scope("datasets", "data-a"))),
                        MISMATCH,
                        Code.AUTHORITY_NOT_GRANTED),
                both("a grant for another role", g -> g.with("role", Json.of("auditor")), Code.AUTHORITY_NOT_GRANTED),
                both(
                        "a grant for another actor",
                        g -> g.with("actor", Json.of("svc-other")),
                        Code.AUTHORITY_NOT_GRANTED),
                both("a grant for another kind", scope("kinds", "llm-run-snapshot"), Code.AUTHORITY_NOT_GRANTED),
                both("a grant for another decision", scope("decisions", "DEC-002"), Code.AUTHORITY_NOT_GRANTED),
                both("a scope wider than the grant", scope("datasets", "data-b"), Code.AUTHORITY_NOT_GRANTED),
                both(
                        "a grant that began later",
                        g -> g.with("effectiveAt", Json.of("2026-02-16T00:00:00.000Z")),
                        Code.AUTHORITY_WINDOW),
                both(
                        "a grant that had ended",
                        g -> g.with("expiresAt", Json.of("2026-02-15T18:30:00.131Z")),
                        Code.AUTHORITY_WINDOW),
                Attack.of(
                        "outcome edited: the policy denied",
                        AdmissibilityAttacksTest::deniedAllow,
                        MISMATCH,
                        Code.CHECKS_INCOMPLETE,
                        Code.OUTCOME_NOT_ALLOW,
                        Code.REFUSAL_TRIGGERED),
                Attack.of(
                        "outcome edited: the policy allowed",
                        AdmissibilityAttacksTest::allowedDenial,
                        MISMATCH,
                        Code.OUTCOME_NOT_ALLOW),
                Attack.of("run exists on a denial", () -> deniedWith("RUN_EXISTS"), MISMATCH, Code.OUTCOME_NOT_ALLOW),
                Attack.of(
                        "contradiction claimed of a good result",
                        () -> Forge.error("RESULT_CONTRADICTION"),
                        MISMATCH,
                        Code.OUTCOME_NOT_ALLOW),
                Attack.of(
                        "disagreement claimed of equal answers",
                        AdmissibilityAttacksTest::agreed,
                        MISMATCH,
                        Code.OUTCOME_NOT_ALLOW),
                Attack.of(
                        "another cause than the evaluation's",
                        AdmissibilityAttacksTest::otherCause,
                        MISMATCH,
                        Code.OUTCOME_NOT_ALLOW));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void allow_withoutWhatAnAllowNeeds_isRefusedWithItsCode(Attack attack, @TempDir Path folder) {
        attack.assertRefused(folder);
    }

    @Test
    void check_failedAsAWarning_isAdmissible(@TempDir Path folder) {
        UnaryOperator<Json.Obj> warned = result -> rows("violations", rows -> List.of(violation("warn")))
                .apply(rows("checks", rows -> {
                            rows.set(1, TestRelease.row("evidence_threshold_met", "fail"));
                            return rows;
                        })
                        .apply(result));
        Verdict verdict = Attack.of("warned", () -> answering(warned)).verify(folder);
        assertEquals(List.of(), verdict.report().findings());
    }

    @Test
    void contradiction_recordedAsAnError_isAVerifiedRecord(@TempDir Path folder) {
        TestRelease contradicting = release(first("gates", "skip"), governance -> governance);
        ForgedBundle bundle = Forge.record(KIND, contradicting, Forge.proposal(KIND), "RESULT_CONTRADICTION");
        Verdict verdict = Attack.of("contradiction", () -> bundle)
                .asking(Expectations::requireAny)
                .verify(folder);
        assertEquals(Exit.OK, verdict.exit(), () -> verdict.report().findings().toString());
        Set<Code> found = Set.copyOf(
                verdict.report().findings().stream().map(Finding::code).toList());
        assertEquals(Set.of(Code.OUTCOME_NOT_ALLOW), found);
    }

    /** The statement's schema has no empty lists in an envelope, so such an allow has no statement at all. */
    private static ForgedBundle withoutEnvelopeGates(UnaryOperator<Json.Obj> edit) {
        return answering(edit);
    }

    private static ForgedBundle inventedGates() {
        return withEnvelopeOfGood(answering(rows("gates", rows -> List.of())), "enforcement");
    }

    private static ForgedBundle inventedChecks() {
        return withEnvelopeOfGood(answering(rows("checks", rows -> List.of())), "refusal");
    }

    /** With one member of the envelope that a good result would have had. */
    private static ForgedBundle withEnvelopeOfGood(ForgedBundle bundle, String member) {
        Json good = Forge.allow(KIND).predicate().object("authorityEnvelope").object(member);
        return bundle.json("authority_envelope.json", envelope -> envelope.with(member, good))
                .predicate(p -> p.with(
                        "authorityEnvelope", p.object("authorityEnvelope").with(member, good)))
                .mend();
    }

    private static List<Json> oneMore(List<Json> rows) {
        rows.add(TestRelease.row("zeal_shown", "pass"));
        return rows;
    }

    private static List<Json> twice(List<Json> rows) {
        rows.add(rows.getLast());
        return rows;
    }

    private static Json violation(String severity) {
        return Json.object()
                .put("code", "LOW_CONFIDENCE")
                .put("pointer", "/decision_state")
                .put("severity", severity)
                .build();
    }

    private static TestRelease denying() {
        return TestRelease.of(
                data -> {
                    Json.Obj test = data.object("test");
                    return data.with("test", test.with("allow", test.object("deny")));
                },
                predicate -> predicate,
                TestTrust.POLICY);
    }

    private static ForgedBundle deniedAllow() {
        return Forge.allow(KIND, denying());
    }

    private static ForgedBundle deniedWith(String cause) {
        return Forge.record(KIND, denying(), Forge.proposal(KIND), cause);
    }

    private static ForgedBundle allowedDenial() {
        TestRelease release = TestRelease.of(
                data -> {
                    Json.Obj test = data.object("test");
                    return data.with("test", test.with("deny", test.object("allow")));
                },
                predicate -> predicate,
                TestTrust.POLICY);
        return Forge.record(KIND, release, Forge.proposal(KIND), "deny");
    }

    private static ForgedBundle agreed() {
        ForgedBundle bundle = Forge.error("ENGINE_DISAGREE");
        Json result = bundle.predicate().objects("evaluations").getFirst().get("result");
        return bundle.answer("opa-http", answer -> answer.with("result", result == null ? Json.NULL : result));
    }

    private static ForgedBundle otherCause() {
        return Forge.error("OPA_TIMEOUT").predicate(p -> p.with("cause", Json.of("OPA_RESET")));
    }
}
