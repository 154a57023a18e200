package org.sealgate.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/** Steps 12, 14 and 15: what follows from input and result edited, everything mended, and signed again by the decision key. */
class ConclusionAttacksTest {
    private static final Kind KIND = Kind.SEALED_RUN;

    private static ForgedBundle predicate(UnaryOperator<Json.Obj> edit) {
        return Forge.allow(KIND).predicate(edit);
    }

    static List<Attack> conclusions() {
        return List.of(
                Attack.of(
                        "emitted document edited, everything mended",
                        ConclusionAttacksTest::editedSubject,
                        Code.SUBJECT_MISMATCH),
                Attack.of("subject under another name", ConclusionAttacksTest::renamedSubject, Code.SUBJECT_MISMATCH),
                Attack.of(
                        "subject digest of something else",
                        () -> statementDigest(Forge.allow(KIND)),
                        Code.SUBJECT_MISMATCH),
                Attack.of(
                        "denial about something else",
                        () -> statementDigest(Forge.deny(KIND)),
                        Code.SUBJECT_MISMATCH,
                        Code.OUTCOME_NOT_ALLOW),
                Attack.of(
                        "another self hash",
                        () -> predicate(p -> p.with(
                                "selfHash", p.object("selfHash").with("value", Json.of("sha256:" + "0".repeat(64))))),
                        Code.SELF_HASH_MISMATCH),
                Attack.of(
                        "a self hash of a draft",
                        () -> Forge.deny(KIND).predicate(ConclusionAttacksTest::withSelfHash),
                        Code.SELF_HASH_MISMATCH,
                        Code.OUTCOME_NOT_ALLOW),
                Attack.of(
                        "longer validity",
                        () -> predicate(p -> p.with("validUntil", Json.of("2027-02-15T18:30:00.131Z"))),
                        Code.VALIDITY_MISMATCH),
                Attack.of(
                        "authority widened",
                        () -> envelope(
                                "scope_bound", s -> s.with("datasets", Json.strings(List.of("data-a", "data-b")))),
                        Code.AUTHORITY_ENVELOPE_MISMATCH),
                Attack.of(
                        "authority of somebody else",
                        () -> envelope("actor", a -> a.with("id", Json.of("chief"))),
                        Code.AUTHORITY_ENVELOPE_MISMATCH),
                Attack.of(
                        "authority of another source",
                        () -> envelope("authority", a -> a.with("source", Json.of("myself"))),
                        Code.AUTHORITY_ENVELOPE_MISMATCH),
                Attack.of(
                        "a prompt hash forgotten",
                        () -> envelope(
                                "policy_snapshot",
                                s -> s.with("prompt_hashes", Json.object().build())),
                        Code.AUTHORITY_ENVELOPE_MISMATCH),
                Attack.of(
                        "a denial that emitted",
                        ConclusionAttacksTest::emittingDenial,
                        Code.AUTHORITY_ENVELOPE_MISMATCH,
                        Code.OUTCOME_NOT_ALLOW),
                Attack.of(
                        "gates edited in the envelope",
                        () -> envelope(
                                "enforcement",
                                e -> e.with("gates_checked", Json.strings(List.of("schema_version_valid")))),
                        Code.GATE_MISMATCH),
                Attack.of(
                        "a gate's outcome edited in the envelope",
                        () -> envelope("enforcement", ConclusionAttacksTest::skipped),
                        Code.GATE_MISMATCH),
                Attack.of(
                        "refusal edited in the envelope",
                        () -> envelope("refusal", r -> r.with("refusal_available", Json.of(false))),
                        Code.REFUSAL_MISMATCH),
                Attack.of(
                        "checks edited in the envelope",
                        () -> envelope(
                                "refusal", r -> r.with("checks_performed", Json.strings(List.of("authority_present")))),
                        Code.REFUSAL_MISMATCH),
                // S002-22
                Attack.of(
                        "enforcement not emitted",
                        () -> envelope("enforcement", e -> e.with("enforcement_emitted", Json.of(false))),
                        Code.ENFORCEMENT_NOT_EMITTED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conclusions")
    void conclusion_editedAndSignedAgain_isRefusedWithItsCode(Attack attack, @TempDir Path folder) {
        attack.assertRefused(folder);
    }

    private static ForgedBundle editedSubject() {
        ForgedBundle bundle = Forge.allow(KIND);
        String name = bundle.files.tailMap("subject/").firstKey();
        return bundle.json(name, document -> document.with("title", Json.of("approved")))
                .mend();
    }

    private static ForgedBundle renamedSubject() {
        ForgedBundle bundle = Forge.allow(KIND);
        String name = bundle.files.tailMap("subject/").firstKey();
        byte[] content = bundle.file(name);
        bundle.files.remove(name);
        bundle.files.put("subject/RUN-other.json", content);
        Json.Obj subject = bundle.statement.objects("subject").getFirst();
        bundle.statement = bundle.statement.with(
                "subject", Json.array(List.of(subject.with("name", Json.of("artifacts/sealed_runs/RUN-other.json")))));
        return bundle.mend();
    }

    private static ForgedBundle statementDigest(ForgedBundle bundle) {
        Json.Obj subject = bundle.statement.objects("subject").getFirst();
        Json other = Json.object().put("sha256", "0".repeat(64)).build();
        bundle.statement = bundle.statement.with("subject", Json.array(List.of(subject.with("digest", other))));
        return bundle;
    }

    private static Json.Obj withSelfHash(Json.Obj predicate) {
        return predicate.with(
                "selfHash",
                Json.object()
                        .put("profile", "rfc8785-empty")
                        .put("value", "sha256:" + "0".repeat(64))
                        .build());
    }

    private static ForgedBundle envelope(String member, UnaryOperator<Json.Obj> edit) {
        return envelope(Forge.allow(KIND), member, edit);
    }

    /** Edited in the statement, and the file that repeats it as well. */
    private static ForgedBundle envelope(ForgedBundle bundle, String member, UnaryOperator<Json.Obj> edit) {
        UnaryOperator<Json.Obj> both = envelope -> envelope.with(member, edit.apply(envelope.object(member)));
        return bundle.json("authority_envelope.json", both)
                .predicate(p -> p.with("authorityEnvelope", both.apply(p.object("authorityEnvelope"))))
                .mend();
    }

    private static ForgedBundle emittingDenial() {
        return envelope(Forge.deny(KIND), "enforcement", e -> e.with("enforcement_emitted", Json.of(true)));
    }

    private static Json.Obj skipped(Json.Obj enforcement) {
        List<Json> outcomes = new ArrayList<>(enforcement.objects("gate_outcomes"));
        outcomes.set(0, enforcement.objects("gate_outcomes").getFirst().with("result", Json.of("skip")));
        return enforcement.with("gate_outcomes", Json.array(outcomes));
    }
}
