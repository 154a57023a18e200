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
    private static final Json OTHER = Json.of("sha256:" + "0".repeat(64));
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
                Attack.of("another policy hash", () -> member("context", "policyHash", OTHER), Code.INPUT_BINDING),
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
                Attack.of("another document's digest", () -> member("document", "digest", OTHER), Code.INPUT_BINDING),
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
                        "input with a number that no double carries",
                        BindingAttacksTest::inexact,
                        Code.JSON_NUMBER_PRECISION),
                Attack.of("input too large to be asked", BindingAttacksTest::oversized, Code.INPUT_BINDING),
                Attack.of(
                        "statement names another input",
                        () -> Forge.allow(KIND).evaluation(e -> e.with("input", OTHER)),
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
        return beforeTheVersion("\"phase\":\"x\",");
    }

    private static ForgedBundle inexact() {
        return beforeTheVersion("\"heads\":9007199254740993,");
    }

    private static ForgedBundle beforeTheVersion(String member) {
        ForgedBundle bundle = Forge.allow(KIND);
        String text = new String(bundle.file("input.json"), UTF_8);
        bundle.files.put(
                "input.json",
                text.replace("\"inputVersion\":", member + "\"inputVersion\":").getBytes(UTF_8));
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
}
