package org.sealgate.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.SignedNote;
import org.sealgate.derive.Correction;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.derive.Notice;
import org.sealgate.derive.Tombstone;

/** A correction or a tombstone under an attacker's hands, who may have the gate's own keys. */
final class ForgedNotice {
    static final String SAID = "2026-02-20T09:00:00.000Z";
    private static final int ELSE = 30;

    Json.Obj statement;
    List<TestKey> signers = new ArrayList<>(List.of(TestTrust.DECISION));
    String payloadType = DecisionStatement.PAYLOAD_TYPE;
    UnaryOperator<byte[]> editPayload = UnaryOperator.identity();
    UnaryOperator<byte[]> editFile = UnaryOperator.identity();
    UnaryOperator<SortedMap<String, byte[]>> editParts = UnaryOperator.identity();
    private boolean logged;
    private Optional<String> stamped = Optional.empty();

    private ForgedNotice(Json.Obj statement) {
        this.statement = statement;
    }

    static ForgedNotice correction(ForgedBundle bundle) {
        String run = bundle.predicate()
                .object("authorityEnvelope")
                .object("provenance")
                .text("run_id");
        Notice notice = new Correction(
                said(), about(bundle), bundle.predicate().text("kind"), run, "RUN-002 has the right input.");
        return of(notice, Correction.STREAM);
    }

    /** Retires these files. */
    static ForgedNotice tombstone(ForgedBundle bundle, List<String> names) {
        List<Tombstone.Gone> gone = names.stream()
                .map(name -> new Tombstone.Gone(name, Digest.sha256(bundle.file(name)), bundle.file(name).length))
                .toList();
        return of(new Tombstone(said(), about(bundle), "retention", gone), Tombstone.STREAM);
    }

    private static ForgedNotice of(Notice notice, String stream) {
        return new ForgedNotice(JsonReader.readObject(
                notice.payload(new DecisionStatement.Sequence("gate-1" + stream, 1, Optional.empty()))));
    }

    private static Notice.Said said() {
        return new Notice.Said(TestTrust.ISSUER, "0.1.0", List.of("ecdsa-p256-sha256"), 1, "local-operator", SAID);
    }

    private static Notice.About about(ForgedBundle bundle) {
        return new Notice.About(
                bundle.predicate().text("decisionId"),
                Digest.sha256(DsseEnvelope.read(bundle.statementFile()).pae()),
                bundle.statement.objects("subject").getFirst());
    }

    ForgedNotice predicate(UnaryOperator<Json.Obj> edit) {
        statement = statement.with("predicate", edit.apply(statement.object("predicate")));
        return this;
    }

    /** Edits {@code corrects} or {@code retires}. */
    ForgedNotice target(UnaryOperator<Json.Obj> edit) {
        String name = statement.object("predicate").has("corrects") ? "corrects" : "retires";
        return predicate(p -> p.with(name, edit.apply(p.object(name))));
    }

    ForgedNotice edited(java.util.function.Consumer<ForgedNotice> edit) {
        edit.accept(this);
        return this;
    }

    /** With its entry in the tests' log. */
    ForgedNotice logged() {
        logged = true;
        return this;
    }

    /** That, and a token over the log's checkpoint of this time. */
    ForgedNotice stamped(String time) {
        stamped = Optional.of(time);
        return logged();
    }

    SortedMap<String, byte[]> parts() {
        byte[] payload = editPayload.apply(CanonicalJson.rfc8785(statement));
        byte[] pae = DsseEnvelope.pae(payloadType, payload);
        List<DsseSignature> signatures =
                signers.stream().map(key -> key.sign(pae)).toList();
        DsseEnvelope envelope = new DsseEnvelope(payloadType, Bytes.copyOf(payload), signatures);
        SortedMap<String, byte[]> parts = new TreeMap<>();
        parts.put(Notice.FILE, editFile.apply(envelope.toBytes()));
        if (logged) {
            proofs(envelope, parts);
        }
        return editParts.apply(parts);
    }

    private void proofs(DsseEnvelope envelope, SortedMap<String, byte[]> parts) {
        TestLog log = new TestLog().fill(ELSE, "entry");
        int index = log.add(TestLog.entry(envelope, envelope.signatures().getFirst(), signers.getFirst()));
        SignedNote note = log.fill(ELSE, "entry").checkpoint();
        parts.put(Names.LOG_CHECKPOINT, note.toBytes());
        parts.put(Names.LOG_PROOF, log.proof(index, note).toBytes());
        stamped.ifPresent(time -> {
            TestTsa tsa = new TestTsa(Objects.requireNonNull(parts.get(Names.LOG_CHECKPOINT)));
            tsa.time = time;
            parts.put(Names.LOG_TOKEN, tsa.token());
        });
    }

    /** The notice's file. */
    byte[] zip() {
        return ForgedBundle.bytes(parts());
    }

    /** The trust root of a gate that gives out notices. */
    static UnaryOperator<Json.Obj> allowing() {
        return root -> {
            List<String> types = new ArrayList<>(root.texts("predicateTypes"));
            types.addAll(List.of(Correction.PREDICATE_TYPE, Tombstone.PREDICATE_TYPE));
            return root.with("predicateTypes", Json.strings(types));
        };
    }
}
