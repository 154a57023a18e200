package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.HashProfile;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;

/** Steps 0, 12 and 14, rule by rule: what a single edit elsewhere always breaks together with something else. */
final class CorpusSubjects {
    private static final Json OTHER = Json.of("sha256:" + "0".repeat(64));
    private static final Code[] CONTRADICTED = {Code.RUN_HASH, Code.SUBJECT_MISMATCH, Code.SELF_HASH_MISMATCH};

    private CorpusSubjects() {}

    static List<Attack> attacks() {
        return List.of(
                Attack.of("a JSON file larger than any that is read", CorpusSubjects::huge, Code.BUNDLE_LIMIT),
                Attack.of("emitted file edited, statement not", CorpusSubjects::editedFile, Code.SUBJECT_MISMATCH),
                Attack.of("denial under the name of an artifact", CorpusSubjects::named, Code.STATEMENT_SCHEMA),
                Attack.of(
                        "flagged document carried under a plain digest",
                        CorpusSubjects::plain,
                        Code.INPUT_BINDING,
                        Code.OUTCOME_NOT_ALLOW),
                Attack.of(
                                "malformed proposal under a plain digest",
                                CorpusSubjects::malformedPlain,
                                Code.INPUT_BINDING,
                                Code.OUTCOME_NOT_ALLOW)
                        .asking(Expectations::requireAny),
                Attack.of(
                        "two causes of one error",
                        () -> Forge.error("RUN_EXISTS").evaluation(e -> e.with("cause", Json.of("ENGINE_DISAGREE"))),
                        Code.STATEMENT_SCHEMA),
                Attack.of(
                        "allow without an authority",
                        CorpusSubjects::withoutAuthority,
                        Code.AUTHORITY_ENVELOPE_MISMATCH,
                        Code.AUTHORITY_NOT_GRANTED,
                        Code.OUTCOME_MISMATCH,
                        Code.SUBJECT_MISMATCH),
                Attack.of(
                        "commit hash of another scope",
                        () -> resealed(run -> run.with("commit_hash", OTHER)),
                        CONTRADICTED),
                Attack.of("inputs hash of other inputs", () -> resealed(CorpusSubjects::otherInputs), CONTRADICTED),
                Attack.of(
                        "feasibility claimed and given to the policy",
                        () -> believed(claiming("feasibility"), "feasibility"),
                        Code.CLIENT_FEASIBILITY,
                        Code.INPUT_BINDING),
                Attack.of(
                        "feasibility of a withheld document given to the policy",
                        () -> believed(withheldClaiming("feasibility"), "feasibility"),
                        Code.CLIENT_FEASIBILITY,
                        Code.OUTCOME_NOT_ALLOW),
                Attack.of(
                        "gates of a withheld document given to the policy",
                        () -> believed(withheldClaiming("gates"), "gates"),
                        Code.INPUT_BINDING,
                        Code.OUTCOME_NOT_ALLOW));
    }

    /** The emitted document edited, its self hash and all that names it made right again. */
    static ForgedBundle resealed(UnaryOperator<Json.Obj> edit) {
        ForgedBundle bundle = Forge.allow(Kind.SEALED_RUN);
        String name = bundle.files.tailMap("subject/").firstKey();
        Json.Obj edited = edit.apply(JsonReader.readObject(bundle.file(name)));
        Json hash = Json.of(HashProfile.RFC8785_EMPTY.text(edited));
        return bundle.json(name, document -> edited.with("hash", hash))
                .predicate(p -> p.with("selfHash", p.object("selfHash").with("value", hash)))
                .mend();
    }

    private static Json.Obj otherInputs(Json.Obj run) {
        Json.Obj envelope = run.object("authority_envelope");
        Json.Obj provenance = envelope.object("provenance").with("deterministic_inputs_hash", OTHER);
        return run.with("authority_envelope", envelope.with("provenance", provenance));
    }

    static ForgedBundle claiming(String claim) {
        byte[] proposal = claiming(Forge.proposal(Kind.SEALED_RUN), claim);
        return Forge.record(Kind.SEALED_RUN, TestRelease.standard(), proposal, "allow");
    }

    static ForgedBundle withheldClaiming(String claim) {
        byte[] proposal = claiming(Forge.flagged(), claim);
        return Forge.record(Kind.LLM_RUN_SNAPSHOT, TestRelease.standard(), proposal, "deny");
    }

    /** The client's proposal with a claim in it, and a self hash that covers it where it has one. */
    private static byte[] claiming(byte[] proposal, String claim) {
        Json value = Json.object().put("risk_level", "GREEN").build();
        Json.Obj document = JsonReader.readObject(proposal).with(claim, value);
        return CanonicalJson.rfc8785(
                document.has("hash")
                        ? document.with("hash", Json.of(HashProfile.RFC8785_EMPTY.text(document)))
                        : document);
    }

    /** The engine gives the policy a claim as a part of the proposal. */
    static ForgedBundle believed(ForgedBundle bundle, String claim) {
        Json.Obj claims = JsonReader.readObject(bundle.file("input.json")).object("claims");
        return bundle.json(
                        "input.json",
                        input -> input.with(
                                        "proposal",
                                        input.object("proposal").with(claim, Objects.requireNonNull(claims.get(claim))))
                                .with("claims", claims.without(claim)))
                .mend();
    }

    private static ForgedBundle huge() {
        ForgedBundle bundle = Forge.malformed();
        bundle.files.put("schemas/large.json", new byte[(4 << 20) + 1]);
        return bundle.mendList();
    }

    private static ForgedBundle editedFile() {
        ForgedBundle bundle = Forge.allow(Kind.SEALED_RUN);
        String name = bundle.files.tailMap("subject/").firstKey();
        return bundle.json(name, document -> document.with("title", Json.of("approved")))
                .mendList();
    }

    private static ForgedBundle named() {
        ForgedBundle bundle = Forge.deny(Kind.SEALED_RUN);
        Json.Obj subject = bundle.statement.objects("subject").getFirst();
        bundle.statement = bundle.statement.with(
                "subject", Json.array(List.of(subject.with("name", Json.of("artifacts/sealed_runs/RUN-1.json")))));
        return bundle;
    }

    /** Everything is as for a withheld document, but that it lies in the bundle, and is named by what anybody can guess at. */
    private static ForgedBundle plain() {
        ForgedBundle bundle = Forge.withheld();
        byte[] flagged = Forge.flagged();
        Digest digest = Digest.sha256(flagged);
        bundle.files.put("proposal.json", flagged);
        Json.Obj subject = bundle.statement.objects("subject").getFirst();
        Json plain = Json.object().put("sha256", digest.hex()).build();
        bundle.statement = bundle.statement.with("subject", Json.array(List.of(subject.with("digest", plain))));
        return bundle.json(
                        "input.json",
                        input ->
                                input.with("document", input.object("document").with("digest", Json.of(digest.text()))))
                .mend();
    }

    /** The schema of statements takes either digest: that this one has to be salted is the format's word. */
    static ForgedBundle malformedPlain() {
        ForgedBundle bundle = Forge.malformed();
        Json digest = Json.object()
                .put("sha256", Digest.sha256("{".getBytes(UTF_8)).hex())
                .build();
        Json.Obj subject = bundle.statement.objects("subject").getFirst();
        bundle.statement = bundle.statement.with("subject", Json.array(List.of(subject.with("digest", digest))));
        return bundle;
    }

    private static ForgedBundle withoutAuthority() {
        TestRelease release = TestRelease.of(
                data -> {
                    Json.Obj test = data.object("test");
                    Json.Obj none = TestRelease.allow().with("authority", Json.NULL);
                    return data.with(
                            "test", test.with("allow", test.object("allow").with("sealed-run", none)));
                },
                predicate -> predicate,
                TestTrust.POLICY);
        ForgedBundle good = Forge.allow(Kind.SEALED_RUN);
        ForgedBundle bundle =
                Forge.record(Kind.SEALED_RUN, release, Forge.proposal(Kind.SEALED_RUN), "RESULT_CONTRADICTION");
        Json envelope = good.predicate().get("authorityEnvelope");
        bundle.files.put("authority_envelope.json", good.file("authority_envelope.json"));
        good.files.forEach((name, content) -> {
            if (name.startsWith("subject/") || name.startsWith("objects/")) {
                bundle.files.put(name, content);
            }
        });
        bundle.statement = bundle.statement.with("subject", Json.array(good.statement.objects("subject")));
        return bundle.predicate(p -> p.without("cause")
                        .with("outcome", Json.of("allow"))
                        .with("authorityEnvelope", envelope == null ? Json.NULL : envelope)
                        .with("selfHash", good.predicate().object("selfHash")))
                .mend();
    }
}
