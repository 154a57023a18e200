package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/**
 * Step 12: parts of genuine evidence edited one by one, everything that names them mended, and signed again by the engine's own
 * decision key. The policy of these tests gives the same result for whatever it is asked, so nothing but the binding can notice.
 */
class BindingAttacksTest {
    private static final Kind KIND = Kind.SEALED_RUN;
    private static final Kind SNAPSHOT = Kind.LLM_RUN_SNAPSHOT;

    private static ForgedBundle input(Kind kind, UnaryOperator<Json.Obj> edit) {
        return Forge.allow(kind).json("input.json", edit).mend();
    }

    private static ForgedBundle member(String object, String member, Json value) {
        return input(KIND, input -> input.with(object, input.object(object).with(member, value)));
    }

    private static ForgedBundle predicate(UnaryOperator<Json.Obj> edit) {
        return Forge.allow(KIND).predicate(edit);
    }

    /** Edits a member of the facts, in the input and in facts.json alike. */
    private static ForgedBundle facts(ForgedBundle bundle, String half, UnaryOperator<Json.Obj> edit) {
        UnaryOperator<Json.Obj> both = facts -> facts.with(half, edit.apply(facts.object(half)));
        return bundle.json("input.json", input -> input.with("facts", both.apply(input.object("facts"))))
                .json("facts.json", both)
                .mend();
    }

    static List<Attack> inputs() {
        Json other = Json.of("sha256:" + "0".repeat(64));
        return List.of(
                Attack.of(
                        "input for another kind",
                        () -> input(KIND, i -> i.with("kind", Json.of("llm-run-snapshot"))),
                        Code.INPUT_BINDING),
                Attack.of(
                        "input of another phase",
                        () -> input(KIND, i -> i.with("phase", Json.of("render"))),
                        Code.INPUT_BINDING),
                Attack.of(
                        "another actor",
                        () -> member("actor", "id", Json.of("svc-chief")),
                        Code.INPUT_BINDING,
                        Code.FACTS_MISMATCH,
                        Code.AUTHORITY_ENVELOPE_MISMATCH,
                        Code.SUBJECT_MISMATCH,
                        Code.SELF_HASH_MISMATCH),
                Attack.of(
                        "another role",
                        () -> member("actor", "role", Json.of("chief")),
                        Code.AUTHORITY_ENVELOPE_MISMATCH,
                        Code.OUTCOME_MISMATCH,
                        Code.AUTHORITY_NOT_GRANTED,
                        Code.SUBJECT_MISMATCH,
                        Code.SELF_HASH_MISMATCH),
                Attack.of(
                        "another time",
                        () -> member("context", "evaluatedAt", Json.of("2026-02-15T18:30:00.132Z")),
                        Code.INPUT_BINDING,
                        Code.AUTHORITY_ENVELOPE_MISMATCH,
                        Code.SUBJECT_MISMATCH,
                        Code.SELF_HASH_MISMATCH),
                Attack.of(
                        "another policy version",
                        () -> member("context", "policyVersion", Json.of("2.0.0")),
                        Code.INPUT_BINDING),
                Attack.of("another policy hash", () -> member("context", "policyHash", other), Code.INPUT_BINDING),
                Attack.of(
                        "another schema version",
                        () -> member("context", "schemaVersion", Json.of("2.0")),
                        Code.INPUT_BINDING,
                        Code.AUTHORITY_ENVELOPE_MISMATCH,
                        Code.SUBJECT_MISMATCH,
                        Code.SELF_HASH_MISMATCH),
                Attack.of(
                        "another engine version",
                        () -> member("context", "engineVersion", Json.of("9.9")),
                        Code.INPUT_BINDING),
                Attack.of(
                        "another audience in the input",
                        () -> member("request", "audience", Json.strings(List.of("everybody"))),
                        Code.INPUT_BINDING),
                Attack.of(
                        "another audience in the statement",
                        () -> predicate(p -> p.with("audience", Json.strings(List.of("everybody")))),
                        Code.INPUT_BINDING),
                Attack.of(
                        "another caller's stream",
                        () -> predicate(p ->
                                p.with("sequence", p.object("sequence").with("stream", Json.of("gate-1/svc-other")))),
                        Code.INPUT_BINDING),
                Attack.of("another document's digest", () -> member("document", "digest", other), Code.INPUT_BINDING),
                Attack.of(
                        "another document's length", () -> member("document", "bytes", Json.of(1)), Code.INPUT_BINDING),
                Attack.of(
                        "a withheld digest where nothing is",
                        () -> member("document", "digest", salted()),
                        Code.INPUT_BINDING),
                Attack.of("proposal edited in the input", BindingAttacksTest::editedInInput, Code.INPUT_BINDING),
                Attack.of(
                        "a claim slipped into the input",
                        () -> input(
                                KIND,
                                i -> i.with(
                                        "claims",
                                        Json.object().put("outcome", "allow").build())),
                        Code.INPUT_BINDING),
                Attack.of(
                        "an unknown member of the input",
                        () -> input(KIND, i -> i.with("environment", Json.of("prod"))),
                        Code.INPUT_BINDING),
                Attack.of("input not canonical", BindingAttacksTest::spaced, Code.INPUT_BINDING),
                Attack.of("input with a member twice", BindingAttacksTest::doubled, Code.JSON_DUPLICATE_KEY),
                Attack.of(
                        "input too large to be asked",
                        BindingAttacksTest::oversized,
                        Code.INPUT_BINDING,
                        Code.REPLAY_LIMIT),
                Attack.of(
                        "statement names another input",
                        () -> Forge.allow(KIND).evaluation(e -> e.with("input", other)),
                        Code.INPUT_BINDING),
                Attack.of(
                        "proposal edited",
                        () -> proposal(d -> d.with("run_id", Json.of("RUN-other"))),
                        Code.INPUT_BINDING,
                        Code.SUBJECT_MISMATCH,
                        Code.SELF_HASH_MISMATCH),
                Attack.of(
                        "proposal with a member that its schema does not know",
                        BindingAttacksTest::unknownMember,
                        Code.INPUT_BINDING),
                Attack.of(
                        "proposal that should have been withheld",
                        BindingAttacksTest::unwithheld,
                        Code.INPUT_BINDING,
                        Code.FACTS_MISMATCH));
    }

    static List<Attack> facts() {
        return List.of(
                Attack.of(
                        "facts file edited",
                        () -> Forge.allow(KIND)
                                .json(
                                        "facts.json",
                                        f -> f.with(
                                                "derived",
                                                f.object("derived")
                                                        .with(
                                                                "counts",
                                                                Json.object().build())))
                                .mend(),
                        Code.FACTS_MISMATCH),
                Attack.of(
                        "statement names other facts",
                        () -> predicate(p ->
                                p.with("facts", p.object("facts").with("digest", Json.of("sha256:" + "0".repeat(64))))),
                        Code.FACTS_MISMATCH),
                Attack.of(
                        "a count edited everywhere",
                        () -> facts(Forge.allow(KIND), "derived", BindingAttacksTest::otherCounts),
                        Code.FACTS_MISMATCH),
                Attack.of(
                        "a fact added everywhere",
                        () -> facts(Forge.allow(KIND), "derived", d -> d.with("approved", Json.of(true))),
                        Code.FACTS_MISMATCH),
                Attack.of(
                        "a finding forgotten",
                        BindingAttacksTest::forgotten,
                        Code.FACTS_MISMATCH,
                        Code.INPUT_BINDING,
                        Code.REPLAY_RESULT,
                        Code.OUTCOME_NOT_ALLOW),
                Attack.of(
                        "an object's length edited",
                        () -> facts(Forge.allow(KIND), "derived", BindingAttacksTest::otherLength),
                        Code.FACTS_MISMATCH),
                Attack.of(
                        "another clock observed",
                        () -> facts(
                                Forge.allow(KIND),
                                "observed",
                                o -> o.with("clock", Json.of("2026-02-15T18:30:00.132Z"))),
                        Code.FACTS_MISMATCH),
                Attack.of(
                        "another actor observed",
                        () -> facts(
                                Forge.allow(KIND),
                                "observed",
                                o -> o.with("actor", o.object("actor").with("id", Json.of("svc-chief")))),
                        Code.FACTS_MISMATCH),
                Attack.of(
                        "an object not looked up",
                        () -> facts(
                                Forge.allow(KIND),
                                "observed",
                                o -> o.with(
                                        "objects",
                                        Json.array(o.objects("objects")
                                                .subList(1, o.objects("objects").size())))),
                        Code.FACTS_MISMATCH),
                Attack.of("an object missing that was seen", BindingAttacksTest::objectGone, Code.FACTS_MISMATCH),
                Attack.of("an object that nobody names", BindingAttacksTest::objectMore, Code.FILE_EXTRA),
                Attack.of(
                        "self hash not seen to differ",
                        BindingAttacksTest::wrongSelfHash,
                        Code.SELF_HASH_MISMATCH,
                        Code.FACTS_MISMATCH));
    }

    static List<Attack> conclusions() {
        return List.of(
                Attack.of(
                        "emitted document edited, everything mended",
                        BindingAttacksTest::editedSubject,
                        Code.SUBJECT_MISMATCH),
                Attack.of("subject under another name", BindingAttacksTest::renamedSubject, Code.SUBJECT_MISMATCH),
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
                        () -> Forge.deny(KIND).predicate(BindingAttacksTest::withSelfHash),
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
                        BindingAttacksTest::emittingDenial,
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
                        () -> envelope("enforcement", BindingAttacksTest::skipped),
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
                Attack.of(
                        "enforcement not emitted",
                        () -> envelope("enforcement", e -> e.with("enforcement_emitted", Json.of(false))),
                        Code.ENFORCEMENT_NOT_EMITTED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void input_editedAndSignedAgain_isRefusedWithItsCode(Attack attack, @TempDir Path folder) {
        attack.assertRefused(folder);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("facts")
    void facts_editedAndSignedAgain_areRefusedWithTheirCode(Attack attack, @TempDir Path folder) {
        attack.assertRefused(folder);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conclusions")
    void conclusion_editedAndSignedAgain_isRefusedWithItsCode(Attack attack, @TempDir Path folder) {
        attack.assertRefused(folder);
    }

    private static Json salted() {
        return Json.object().put("saltedSha256", "0".repeat(64)).build();
    }

    private static ForgedBundle editedInInput() {
        return input(KIND, input -> {
            Json.Obj proposal = input.object("proposal");
            Json.Obj state = proposal.object("decision_state").with("confidence_pct", Json.of(99));
            return input.with("proposal", proposal.with("decision_state", state));
        });
    }

    private static ForgedBundle spaced() {
        ForgedBundle bundle = Forge.allow(KIND);
        String text = new String(bundle.file("input.json"), UTF_8);
        bundle.files.put(
                "input.json", text.replace("{\"actor\":", "{ \"actor\":").getBytes(UTF_8));
        return bundle.mend();
    }

    private static ForgedBundle doubled() {
        ForgedBundle bundle = Forge.allow(KIND);
        String text = new String(bundle.file("input.json"), UTF_8);
        bundle.files.put(
                "input.json",
                text.replace("\"inputVersion\":", "\"phase\":\"x\",\"inputVersion\":")
                        .getBytes(UTF_8));
        return bundle.mend();
    }

    private static ForgedBundle oversized() {
        return input(
                KIND,
                input -> input.with(
                        "claims",
                        Json.object().put("outcome", "x".repeat(70_000)).build()));
    }

    private static ForgedBundle proposal(UnaryOperator<Json.Obj> edit) {
        ForgedBundle bundle = Forge.allow(KIND).json("proposal.json", edit);
        byte[] proposal = bundle.file("proposal.json");
        return bundle.json(
                        "input.json",
                        input -> input.with(
                                "document",
                                input.object("document")
                                        .with(
                                                "digest",
                                                Json.of(org.sealgate.bundle.Digest.sha256(proposal)
                                                        .text()))
                                        .with("bytes", Json.of(proposal.length))))
                .mend();
    }

    /** Everything is as if the gate had accepted a member that the schema of drafts does not know. */
    private static ForgedBundle unknownMember() {
        Json.Obj draft = org.sealgate.bundle.JsonReader.readObject(Forge.proposal(KIND));
        byte[] proposal = CanonicalJson.rfc8785(draft.with("note", Json.of("x")));
        return Forge.record(KIND, TestRelease.standard(), proposal, "allow");
    }

    /** The sensors flag the document, and the bundle carries it all the same under a plain digest. */
    private static ForgedBundle unwithheld() {
        ForgedBundle bundle = Forge.allow(SNAPSHOT);
        byte[] flagged = Forge.flagged();
        Json.Obj document = org.sealgate.bundle.JsonReader.readObject(flagged);
        bundle.files.put("proposal.json", flagged);
        bundle.files.put("subject/RUN-001_20260215T183000Z.json", flagged);
        Json hash = Json.of(document.text("hash"));
        return bundle.json(
                        "input.json",
                        input -> input.with(
                                        "document",
                                        input.object("document")
                                                .with(
                                                        "digest",
                                                        Json.of(org.sealgate.bundle.Digest.sha256(flagged)
                                                                .text()))
                                                .with("bytes", Json.of(flagged.length)))
                                .with("proposal", document.without("hash"))
                                .with("claims", Json.object().put("hash", hash).build()))
                .predicate(p -> p.with("selfHash", p.object("selfHash").with("value", hash)))
                .mend();
    }

    private static Json.Obj otherCounts(Json.Obj derived) {
        return derived.with("counts", derived.object("counts").with("topRisks", Json.of(7)));
    }

    private static Json.Obj otherLength(Json.Obj derived) {
        List<Json.Obj> objects = derived.objects("objects");
        List<Json> edited = new java.util.ArrayList<>(objects);
        edited.set(0, objects.getFirst().with("bytes", Json.of(1)));
        return derived.with("objects", Json.array(edited));
    }

    private static ForgedBundle forgotten() {
        return facts(Forge.withheld(), "derived", d -> d.with("findings", Json.array(List.of())));
    }

    private static ForgedBundle objectGone() {
        ForgedBundle bundle = Forge.allow(KIND);
        String first = bundle.files.tailMap("objects/").firstKey();
        bundle.files.remove(first);
        return bundle.mend();
    }

    private static ForgedBundle objectMore() {
        ForgedBundle bundle = Forge.allow(KIND);
        byte[] content = "nobody names this".getBytes(UTF_8);
        bundle.files.put("objects/" + org.sealgate.bundle.Digest.sha256(content).hex(), content);
        return bundle.mend();
    }

    /** A snapshot whose hash is not its own, allowed all the same by facts that say that it is. */
    private static ForgedBundle wrongSelfHash() {
        Json.Obj snapshot = org.sealgate.bundle.JsonReader.readObject(Forge.proposal(SNAPSHOT));
        byte[] wrong = CanonicalJson.rfc8785(snapshot.with("hash", Json.of("sha256:" + "0".repeat(64))));
        ForgedBundle bundle = Forge.record(SNAPSHOT, TestRelease.standard(), wrong, "allow");
        return facts(
                bundle,
                "derived",
                d -> d.with(
                        "selfHash",
                        d.object("selfHash").with("matches", Json.of(true)).with("profile", Json.of("rfc8785-empty"))));
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
        List<Json> outcomes = new java.util.ArrayList<>(enforcement.objects("gate_outcomes"));
        outcomes.set(0, enforcement.objects("gate_outcomes").getFirst().with("result", Json.of("skip")));
        return enforcement.with("gate_outcomes", Json.array(outcomes));
    }
}
