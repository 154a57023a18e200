package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.HashProfile;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.sealgate.derive.AuthorityEnvelope;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.derive.DocumentDigest;
import org.sealgate.derive.Emitted;
import org.sealgate.derive.EvidenceFile;
import org.sealgate.derive.Projections;
import org.sealgate.derive.Validity;
import org.sealgate.facts.Actor;
import org.sealgate.facts.Context;
import org.sealgate.facts.DecisionInput;
import org.sealgate.facts.Facts;
import org.sealgate.facts.NamedObject;
import org.sealgate.facts.NamedObjects;
import org.sealgate.facts.Reading;
import org.sealgate.facts.Redaction;
import org.sealgate.facts.RehashedObject;
import org.sealgate.facts.Request;
import org.sealgate.facts.SchemaFile;
import org.sealgate.facts.Sensors;

/** Makes genuine evidence of every kind of record, without the engine. */
final class Forge {
    static final String DECIDED = "2026-02-15T18:30:00.131Z";
    static final byte[] SALT = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

    private static final Map<Digest, byte[]> OBJECTS = new HashMap<>();

    private final Kind kind;
    private final TestRelease release;
    private final byte[] proposal;
    private final String decided;
    private final Reading reading;
    private final Redaction redaction;

    private Forge(Kind kind, TestRelease release, byte[] proposal, String decided) {
        this.kind = kind;
        this.release = release;
        this.proposal = proposal;
        this.decided = decided;
        this.reading = Reading.of(kind, proposal);
        this.redaction = Redaction.of(reading);
    }

    /** A record that ends with this outcome, {@code allow} or {@code deny}, or with an error of this cause. */
    static ForgedBundle record(Kind kind, TestRelease release, byte[] proposal, String ending) {
        return new Forge(kind, release, proposal, DECIDED).record(ending);
    }

    /** An allow that says it was decided at this instant, written as statements write instants. */
    static ForgedBundle allowAt(Kind kind, String decided) {
        return new Forge(kind, TestRelease.standard(), proposal(kind), decided).record("allow");
    }

    static ForgedBundle allow(Kind kind) {
        return allow(kind, TestRelease.standard());
    }

    static ForgedBundle allow(Kind kind, TestRelease release) {
        return record(kind, release, proposal(kind), "allow");
    }

    static ForgedBundle deny(Kind kind) {
        TestRelease denying = TestRelease.of(
                data -> data.with("test", data.object("test").with("mode", Json.of("deny"))),
                predicate -> predicate,
                TestTrust.POLICY);
        return record(kind, denying, proposal(kind), "deny");
    }

    /** A snapshot with an address in it, which nobody but the holder of the document sees. */
    static ForgedBundle withheld() {
        return record(Kind.LLM_RUN_SNAPSHOT, TestRelease.standard(), flagged(), "deny");
    }

    static byte[] flagged() {
        return snapshot("j.rivera@example.com");
    }

    static ForgedBundle error(String cause) {
        return record(Kind.SEALED_RUN, TestRelease.standard(), proposal(Kind.SEALED_RUN), cause);
    }

    static byte[] proposal(Kind kind) {
        return switch (kind) {
            case LLM_RUN_SNAPSHOT -> snapshot("J. Rivera");
            case SEALED_RUN -> draft();
        };
    }

    private static byte[] snapshot(String operator) {
        Json.Obj example = example("llm-run-snapshot", "whole.json");
        Json.Obj snapshot = example.with("meta", example.object("meta").with("operator", Json.of(operator)));
        String hash = HashProfile.RFC8785_EMPTY.text(snapshot);
        return CanonicalJson.rfc8785(snapshot.with("hash", Json.of(hash)));
    }

    private static byte[] draft() {
        Json.Obj draft = example("sealed-run-draft", "draft.json");
        Json.Obj inputs = Json.object()
                .put("files", named(draft.object("inputs_snapshot").objects("files")))
                .build();
        return CanonicalJson.rfc8785(draft.with("inputs_snapshot", inputs)
                .with("prompts", named(draft.objects("prompts")))
                .with("policies", named(draft.objects("policies")))
                .with("schemas", named(draft.objects("schemas"))));
    }

    /** The same rows, naming content that exists. */
    private static Json.Arr named(List<Json.Obj> rows) {
        List<Json> named = new ArrayList<>();
        for (Json.Obj row : rows) {
            byte[] content = ("content of " + row.text("path")).getBytes(UTF_8);
            Digest digest = Digest.sha256(content);
            OBJECTS.put(digest, content);
            named.add(row.with("sha256", Json.of(digest.text())));
        }
        return Json.array(named);
    }

    private static Json.Obj example(String schema, String name) {
        try {
            return JsonReader.readObject(Files.readAllBytes(SharedVectors.root()
                    .resolve("schemas")
                    .resolve(schema)
                    .resolve("examples/valid")
                    .resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The proposal was malformed: nothing is kept of it but a salted digest. */
    static ForgedBundle malformed() {
        Forge forge = new Forge(Kind.SEALED_RUN, TestRelease.standard(), proposal(Kind.SEALED_RUN), DECIDED);
        SortedMap<String, byte[]> files = forge.carried();
        Json.Obj problem =
                Json.object().put("code", "JSON_SYNTAX").put("pointer", "").build();
        DecisionStatement statement = new DecisionStatement(
                forge.about("MALFORMED"),
                "proposal",
                DocumentDigest.salted(SALT, "{".getBytes(UTF_8)),
                List.of(),
                Optional.empty(),
                forge.policyMember(),
                Optional.empty(),
                Optional.empty(),
                List.of(problem),
                rows(files));
        return new ForgedBundle(files, statement);
    }

    private ForgedBundle record(String ending) {
        boolean allow = ending.equals("allow");
        DocumentDigest form = redaction.withholds()
                ? DocumentDigest.salted(SALT, proposal)
                : new DocumentDigest.Plain(reading.digest());
        DecisionInput input = input(form);
        Optional<Json.Obj> result = result(ending);
        String outcome = allow || ending.equals("deny") ? ending : "error";
        Optional<Json.Obj> envelope =
                result.flatMap(known -> AuthorityEnvelope.of(input.json(), known, release.data(), outcome));
        SortedMap<String, byte[]> files = carried();
        files.put("input.json", input.canonical());
        files.put("facts.json", input.facts());
        result.ifPresent(known -> files.put("result.json", CanonicalJson.rfc8785(known)));
        envelope.ifPresent(known -> files.put("authority_envelope.json", Projections.authorityEnvelope(known)));
        if (!redaction.withholds()) {
            files.put("proposal.json", proposal);
        }
        Optional<Emitted> emitted = allow
                ? Optional.of(Emitted.of(
                        reading.document(),
                        reading.proposal(),
                        Bytes.copyOf(proposal),
                        input.json(),
                        envelope.orElseThrow()))
                : Optional.empty();
        emitted.ifPresent(document -> {
            files.put(document.entryName(), document.bytes().toArray());
            NamedObjects.of(reading)
                    .forEach(object -> files.put("objects/" + object.digest().hex(), content(object.digest())));
        });
        DecisionStatement statement = new DecisionStatement(
                about(ending),
                emitted.map(Emitted::name).orElse("proposal"),
                emitted.<DocumentDigest>map(document ->
                                new DocumentDigest.Plain(document.bytes().sha256()))
                        .orElse(form),
                List.of(evaluation(input, result, ending)),
                Optional.of(new DecisionStatement.FactsRef(Sensors.VERSION, Digest.sha256(input.facts()))),
                policyMember(),
                envelope,
                emitted.map(Emitted::selfHash),
                List.of(),
                rows(files));
        return new ForgedBundle(files, statement);
    }

    /** What the module answers, by the tests' own data. */
    private Optional<Json.Obj> result(String ending) {
        Json.Obj test = release.data().object("test");
        return switch (ending) {
            case "allow", "RUN_EXISTS", "RESULT_CONTRADICTION", "ENGINE_DISAGREE" ->
                Optional.of(test.object("allow").object(kind.id()));
            case "deny" -> Optional.of(test.object("deny").object(kind.id()));
            default -> Optional.empty();
        };
    }

    private DecisionInput input(DocumentDigest form) {
        TreeMap<Digest, Boolean> present = new TreeMap<>();
        for (NamedObject object : NamedObjects.of(reading)) {
            present.put(object.digest(), true);
        }
        Json.Obj derived = Sensors.derived(
                reading, redaction, named -> Optional.of(new RehashedObject(named, content(named).length)), decided);
        Actor actor = new Actor("svc-publisher", "service", "publisher", List.of("publisher"), null, "token");
        Context context = new Context(decided, "1.0.0", Digest.parse(TestRelease.POLICY_HASH), "1.0", "0.1.0");
        Request request = new Request("DEC-001", List.of("governance-board"), null);
        return DecisionInput.of(
                reading,
                redaction,
                form.toJson(),
                new DecisionInput.Asked(actor, request, context),
                new Facts(derived, present));
    }

    private static byte[] content(Digest digest) {
        byte[] content = OBJECTS.get(digest);
        return content == null ? new byte[0] : content;
    }

    private Json.Obj evaluation(DecisionInput input, Optional<Json.Obj> result, String ending) {
        String module = Digest.sha256(release.file("policy/policy.wasm")).text();
        Optional<String> digest =
                result.map(known -> Digest.sha256(CanonicalJson.rfc8785(known)).text());
        List<Json> answers = new ArrayList<>();
        String other = Digest.sha256("another answer".getBytes(UTF_8)).text();
        digest.ifPresent(text -> {
            answers.add(Json.object()
                    .put("evaluator", "opa-http")
                    .put("version", "1.21.0")
                    .put("revision", release.predicate().text("files"))
                    .put("decisionId", "8f6d0c1e")
                    .put("result", ending.equals("ENGINE_DISAGREE") ? other : text)
                    .build());
            answers.add(Json.object()
                    .put("evaluator", "wasm")
                    .put("module", module)
                    .put("result", text)
                    .build());
        });
        var evaluation = Json.object()
                .put("phase", "publish")
                .put("entrypoint", kind.entrypoint())
                .put("input", Digest.sha256(input.canonical()).text())
                .put("answers", Json.array(answers));
        digest.ifPresent(text -> evaluation.put("result", text));
        if (digest.isEmpty() || ending.equals("ENGINE_DISAGREE")) {
            evaluation.put("cause", ending);
        }
        return evaluation.build();
    }

    private DecisionStatement.About about(String ending) {
        boolean error = !ending.equals("allow") && !ending.equals("deny");
        return new DecisionStatement.About(
                "0198c9f0-5d3e-7a41-9c02-3a6f0d1e7b55",
                kind.id(),
                error ? "error" : ending,
                error ? Optional.of(ending) : Optional.empty(),
                Instant.parse(decided).minusMillis(13).toString(),
                decided,
                Validity.until(decided, kind.id(), release.data()),
                List.of("governance-board"),
                "mJq0AAAAAAAAAAAAAAAAAA==",
                TestTrust.ISSUER,
                "0.1.0",
                List.of("ecdsa-p256-sha256"),
                1);
    }

    private Json.Obj policyMember() {
        Json.Obj released = release.predicate();
        return Json.object()
                .put("version", released.text("version"))
                .put("bundle", released.text("bundle"))
                .put("files", released.text("files"))
                .put("wasm", released.text("wasm"))
                .put("data", released.text("data"))
                .put(
                        "release",
                        Digest.sha256(release.file("policy/release.dsse.json")).text())
                .build();
    }

    private SortedMap<String, byte[]> carried() {
        SortedMap<String, byte[]> files = new TreeMap<>(release.files());
        files.put("REPLAY.md", Projections.replayGuide());
        files.put(
                "schemas/decision-input-1.json",
                SchemaFile.DECISION_INPUT.bytes().toArray());
        return files;
    }

    private static List<EvidenceFile> rows(SortedMap<String, byte[]> files) {
        List<EvidenceFile> rows = new ArrayList<>();
        files.forEach((name, content) -> {
            if (ForgedBundle.hasRow(name)) {
                rows.add(EvidenceFile.of(name, ForgedBundle.role(name), content));
            }
        });
        return rows;
    }
}
