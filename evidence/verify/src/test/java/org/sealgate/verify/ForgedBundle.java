package org.sealgate.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DirHash1;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Source;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.derive.EvidenceFile;
import org.sealgate.derive.Projections;

/** Evidence under an attacker's hands: any file, the statement and the signatures can be changed, and the rest be mended. */
final class ForgedBundle {
    final SortedMap<String, byte[]> files;
    Json.Obj statement;
    List<TestKey> signers = new ArrayList<>(List.of(TestTrust.DECISION));
    String payloadType = DecisionStatement.PAYLOAD_TYPE;
    UnaryOperator<byte[]> editPayload = UnaryOperator.identity();
    UnaryOperator<DsseEnvelope> editEnvelope = UnaryOperator.identity();
    UnaryOperator<byte[]> editFile = UnaryOperator.identity();
    UnaryOperator<SortedMap<String, byte[]>> editParts = UnaryOperator.identity();
    private Optional<byte[]> checksums = Optional.empty();

    ForgedBundle(SortedMap<String, byte[]> files, DecisionStatement statement) {
        this.files = new TreeMap<>(files);
        Digest previous = Digest.sha256(new byte[] {42});
        this.statement = JsonReader.readObject(
                statement.payload(new DecisionStatement.Sequence("gate-1/svc-publisher", 42, Optional.of(previous))));
    }

    /** The role that a file of this name has. */
    static String role(String name) {
        return Names.role(name).orElse("object");
    }

    byte[] file(String name) {
        byte[] content = files.get(name);
        if (content == null) {
            throw new IllegalArgumentException("no file " + name);
        }
        return content;
    }

    Json.Obj predicate() {
        return statement.object("predicate");
    }

    ForgedBundle predicate(UnaryOperator<Json.Obj> edit) {
        statement = statement.with("predicate", edit.apply(predicate()));
        return this;
    }

    ForgedBundle evaluation(UnaryOperator<Json.Obj> edit) {
        Json.Obj evaluation = predicate().objects("evaluations").getFirst();
        return predicate(predicate -> predicate.with("evaluations", Json.array(List.of(edit.apply(evaluation)))));
    }

    /** Replaces the answer of one evaluator. */
    ForgedBundle answer(String evaluator, UnaryOperator<Json.Obj> edit) {
        return evaluation(evaluation -> {
            List<Json> answers = new ArrayList<>();
            for (Json.Obj each : evaluation.objects("answers")) {
                answers.add(each.text("evaluator").equals(evaluator) ? edit.apply(each) : each);
            }
            return evaluation.with("answers", Json.array(answers));
        });
    }

    /** Edits a JSON file and writes it back in its canonical form. */
    ForgedBundle json(String name, UnaryOperator<Json.Obj> edit) {
        files.put(name, CanonicalJson.rfc8785(edit.apply(JsonReader.readObject(file(name)))));
        return this;
    }

    /** The file list, and the digest over the sources, agree with the files again. */
    ForgedBundle mendList() {
        List<Json> rows = new ArrayList<>();
        files.forEach((name, content) -> {
            if (hasRow(name)) {
                rows.add(Json.object()
                        .put("name", name)
                        .put("role", role(name))
                        .put("digest", Digest.sha256(content).text())
                        .put("bytes", content.length)
                        .build());
            }
        });
        Json sources = Json.of(DirHash1.of(TestRelease.sources(files)));
        return predicate(predicate -> predicate
                .with("evidence", Json.array(rows))
                .with("policy", predicate.object("policy").with("files", sources)));
    }

    /** Whether a statement lists this file by its own name. */
    static boolean hasRow(String name) {
        return !name.equals("policy/release.dsse.json") && !name.startsWith("policy/src/");
    }

    /** List, and every digest of the statement that names a file. */
    ForgedBundle mend() {
        mendList();
        evaluationDigest("input");
        evaluationDigest("result");
        if (files.containsKey("result.json")) {
            String result = Digest.sha256(file("result.json")).text();
            answer("wasm", answer -> answer.with("result", Json.of(result)));
            answer("opa-http", answer -> answer.with("result", Json.of(result)));
        }
        if (files.containsKey("facts.json")) {
            Json digest = Json.of(Digest.sha256(file("facts.json")).text());
            predicate(predicate ->
                    predicate.with("facts", predicate.object("facts").with("digest", digest)));
        }
        return mendSubject();
    }

    private void evaluationDigest(String member) {
        String file = member + ".json";
        if (files.containsKey(file)) {
            Json digest = Json.of(Digest.sha256(file(file)).text());
            evaluation(evaluation -> evaluation.with(member, digest));
        }
    }

    private ForgedBundle mendSubject() {
        Json.Obj subject = statement.objects("subject").getFirst();
        String name = subject.text("name").equals("proposal")
                ? "proposal.json"
                : "subject/" + subject.text("name").substring("artifacts/sealed_runs/".length());
        if (files.containsKey(name)) {
            Json digest =
                    Json.object().put("sha256", Digest.sha256(file(name)).hex()).build();
            statement = statement.with("subject", Json.array(List.of(subject.with("digest", digest))));
        }
        return this;
    }

    ForgedBundle checksums(byte[] bytes) {
        checksums = Optional.of(bytes);
        return this;
    }

    /** All files but mimetype, signed. */
    SortedMap<String, byte[]> parts() {
        SortedMap<String, byte[]> parts = new TreeMap<>(files);
        byte[] payload = editPayload.apply(CanonicalJson.rfc8785(statement));
        byte[] pae = DsseEnvelope.pae(payloadType, payload);
        List<DsseSignature> signatures =
                signers.stream().map(key -> key.sign(pae)).toList();
        DsseEnvelope envelope = new DsseEnvelope(payloadType, Bytes.copyOf(payload), signatures);
        parts.put(
                "decision.dsse.json",
                editFile.apply(editEnvelope.apply(envelope).toBytes()));
        parts.put("checksums.txt", checksums.orElseGet(this::listedChecksums));
        return editParts.apply(parts);
    }

    private byte[] listedChecksums() {
        Map<String, Digest> digests = new TreeMap<>();
        for (Json.Obj row : predicate().objects("evidence")) {
            digests.put(row.text("name"), Digest.parse(row.text("digest")));
        }
        TestRelease.sources(files).forEach((name, digest) -> digests.put("policy/src/" + name, digest));
        return Projections.checksums(digests);
    }

    /** The bundle's file. */
    byte[] zip() {
        return bytes(parts());
    }

    /** The signed statement's file. */
    byte[] statementFile() {
        return java.util.Objects.requireNonNull(parts().get("decision.dsse.json"));
    }

    Path write(Path folder) {
        return write(folder, parts());
    }

    static Path write(Path folder, SortedMap<String, byte[]> parts) {
        try {
            return Files.write(Files.createTempFile(folder, "case", ".evidence.zip"), bytes(parts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bundle's file. */
    static byte[] bytes(SortedMap<String, byte[]> parts) {
        SortedMap<String, Source> sources = new TreeMap<>();
        parts.forEach((name, content) -> sources.put(name, Source.of(content)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Container.write(out, sources);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static EvidenceFile row(String name, byte[] content) {
        return EvidenceFile.of(name, role(name), content);
    }
}
