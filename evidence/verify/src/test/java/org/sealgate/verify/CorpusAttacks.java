package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.HashProfile;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;

/** Attacks of the threat model that no single step's own test has. */
final class CorpusAttacks {
    private static final Code[] NOT_SIGNED = {
        Code.SIGNATURE_INVALID, Code.SIGNATURE_THRESHOLD, Code.SIGNATURE_ALGORITHM_MISSING
    };

    private CorpusAttacks() {}

    static List<Attack> attacks() {
        List<Attack> attacks = new ArrayList<>(bytes());
        attacks.addAll(List.of(
                Attack.of("signature of another algorithm", CorpusAttacks::otherAlgorithm, NOT_SIGNED),
                Attack.of("edited by the holder with a new self hash", () -> selfHashed(false), Code.FILE_DIGEST),
                Attack.of(
                        "edited by the engine with a new self hash",
                        () -> selfHashed(true),
                        Code.SUBJECT_MISMATCH,
                        Code.SELF_HASH_MISMATCH),
                Attack.of("nested hash slipped past the self hash", CorpusAttacks::nestedHash, Code.INPUT_BINDING),
                Attack.of(
                        "terminal and HTML injection",
                        () -> statement(s -> s.with(
                                "predicateType",
                                Json.of("\u001b[2J\u001b[1;32mADMISSIBLE\u202e<script>alert(1)</script>"))),
                        Code.PREDICATE_TYPE),
                Attack.of("module that takes all memory", () -> mode("grow"), Code.REPLAY_ABORT),
                Attack.of("module with a huge answer", () -> mode("huge"), Code.REPLAY_LIMIT),
                Attack.of("no wasm at all", CorpusAttacks::noModule, Code.POLICY_WASM_MISMATCH),
                Attack.of("key of small order", () -> Forge.allow(Kind.SEALED_RUN), Code.KEY_WEAK)
                        .trusting(TestTrust.file(CorpusAttacks::smallOrder))));
        return attacks;
    }

    /** What strict reading refuses, in the payload or in the envelope. */
    private static List<Attack> bytes() {
        return List.of(
                Attack.of(
                        "payload with half a character",
                        () -> payload(text -> text.replace("\"nonce\":\"", "\"nonce\":\"\\ud800")),
                        Code.JSON_LONE_SURROGATE),
                Attack.of(
                        "payload with a fraction that no double carries",
                        () -> payload(text -> text.replace("\"number\":42", "\"number\":1.000000000000000005")),
                        Code.JSON_NUMBER_PRECISION),
                Attack.of("payload with a byte order mark", () -> payload(text -> "\ufeff" + text), Code.JSON_BOM),
                Attack.of("payload with an overlong slash", () -> overlong(), Code.JSON_UTF8),
                Attack.of(
                        "payload nested too deep",
                        () -> payload(text -> "[".repeat(65) + "]".repeat(65)),
                        Code.JSON_DEPTH),
                Attack.of("payload with a number out of range", () -> payload(text -> "1e999"), Code.JSON_NUMBER_RANGE),
                Attack.of(
                        "payload with a number of two thousand digits",
                        () -> payload(text -> text.replace("\"number\":42", "\"number\":" + "4".repeat(2000))),
                        Code.BUNDLE_LIMIT),
                Attack.of("payload cut", () -> payload(text -> text.substring(0, 100)), Code.JSON_SYNTAX));
    }

    private static ForgedBundle payload(UnaryOperator<String> edit) {
        ForgedBundle bundle = Forge.allow(Kind.LLM_RUN_SNAPSHOT);
        bundle.editPayload = bytes -> edit.apply(new String(bytes, UTF_8)).getBytes(UTF_8);
        return bundle;
    }

    private static ForgedBundle overlong() {
        ForgedBundle bundle = Forge.allow(Kind.LLM_RUN_SNAPSHOT);
        bundle.editPayload = bytes -> new String(bytes, ISO_8859_1)
                .replace("https://in-toto.io/", "https://in-toto.io\u00c0\u00af")
                .getBytes(ISO_8859_1);
        return bundle;
    }

    private static ForgedBundle statement(UnaryOperator<Json.Obj> edit) {
        ForgedBundle bundle = Forge.allow(Kind.LLM_RUN_SNAPSHOT);
        bundle.statement = edit.apply(bundle.statement);
        return bundle;
    }

    /** The name of the P-256 key over a signature of the controller's other key. */
    private static ForgedBundle otherAlgorithm() {
        ForgedBundle bundle = Forge.allow(Kind.LLM_RUN_SNAPSHOT);
        bundle.editEnvelope = envelope -> new DsseEnvelope(
                envelope.payloadType(),
                envelope.payload(),
                List.of(new DsseSignature(
                        TestTrust.DECISION.keyid(),
                        TestTrust.QUANTUM.sign(envelope.pae()).sig())));
        return bundle;
    }

    /** The emitted document edited and its own hash made right again: by its holder, or by the engine, which signs it as well. */
    private static ForgedBundle selfHashed(boolean signedAgain) {
        ForgedBundle bundle = Forge.allow(Kind.LLM_RUN_SNAPSHOT);
        String name = bundle.files.tailMap("subject/").firstKey();
        Json.Obj document = JsonReader.readObject(bundle.file(name));
        Json.Obj edited = document.with("meta", document.object("meta").with("operator", Json.of("J. Doe")));
        String hash = HashProfile.RFC8785_EMPTY.text(edited);
        bundle.files.put(name, CanonicalJson.rfc8785(edited.with("hash", Json.of(hash))));
        if (signedAgain) {
            bundle.predicate(p -> p.with("selfHash", p.object("selfHash").with("value", Json.of(hash))))
                    .mend();
        }
        return bundle;
    }

    /** A member named hash further inside, which a careless profile would take out together with the outer one. */
    private static ForgedBundle nestedHash() {
        Json.Obj snapshot = JsonReader.readObject(Forge.proposal(Kind.LLM_RUN_SNAPSHOT));
        Json.Obj nested =
                snapshot.with("meta", snapshot.object("meta").with("hash", Json.of("sha256:" + "0".repeat(64))));
        String hash = HashProfile.RFC8785_EMPTY.text(nested);
        byte[] proposal = CanonicalJson.rfc8785(nested.with("hash", Json.of(hash)));
        return Forge.record(Kind.LLM_RUN_SNAPSHOT, TestRelease.standard(), proposal, "allow");
    }

    private static ForgedBundle mode(String mode) {
        return Forge.allow(
                Kind.SEALED_RUN,
                TestRelease.of(
                        data -> data.with("test", data.object("test").with("mode", Json.of(mode))),
                        predicate -> predicate,
                        TestTrust.POLICY));
    }

    private static ForgedBundle noModule() {
        return Forge.allow(
                Kind.SEALED_RUN,
                TestRelease.of("#!/bin/sh".getBytes(UTF_8), data -> data, predicate -> predicate, TestTrust.POLICY));
    }

    /** An Ed25519 key that is a point of small order: anything can be signed with it. */
    private static Json.Obj smallOrder(Json.Obj root) {
        byte[] spki = HexFormat.of().parseHex("302a300506032b6570032100" + "01" + "00".repeat(31));
        Json.Obj row = TestTrust.SECOND
                .row()
                .with("algorithm", Json.of("ed25519"))
                .with("spki", Json.of(Base64.getEncoder().encodeToString(spki)))
                .with("keyid", Json.of(Digest.sha256(spki).hex()));
        List<Json> keys = new ArrayList<>(root.objects("keys"));
        keys.add(row);
        return root.with("keys", Json.array(keys));
    }
}
