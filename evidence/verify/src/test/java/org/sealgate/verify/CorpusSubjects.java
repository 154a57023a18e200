package org.sealgate.verify;

import java.util.List;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/** Steps 0, 12 and 14, rule by rule: what a single edit elsewhere always breaks together with something else. */
final class CorpusSubjects {
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
                        "two causes of one error",
                        () -> Forge.error("RUN_EXISTS").evaluation(e -> e.with("cause", Json.of("ENGINE_DISAGREE"))),
                        Code.STATEMENT_SCHEMA),
                Attack.of(
                        "allow without an authority",
                        CorpusSubjects::withoutAuthority,
                        Code.AUTHORITY_ENVELOPE_MISMATCH,
                        Code.AUTHORITY_NOT_GRANTED,
                        Code.OUTCOME_MISMATCH,
                        Code.SUBJECT_MISMATCH));
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
