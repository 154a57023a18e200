package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DirHash1;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.derive.DecisionStatement;

/** Step 11, rule by rule: releases really signed by the policy key, with one thing wrong, and decisions that name one thing wrong. */
final class CorpusReleases {
    private static final String RELEASE = "policy/release.dsse.json";
    private static final String CAPABILITIES = "policy/src/capabilities.json";
    private static final String OTHER = "sha256:" + "0".repeat(64);

    private CorpusReleases() {}

    static List<Attack> attacks() {
        return List.of(
                edited("archive for OPA edited, statement not", "policy/bundle.tar.gz"),
                Attack.of("data edited, statement not", CorpusReleases::otherData, Code.POLICY_DIGEST),
                released(
                        "capabilities of another digest",
                        p -> p.with("capabilities", Json.of(OTHER)),
                        Code.POLICY_DIGEST),
                Attack.of("release without capabilities", () -> file(CAPABILITIES, null), Code.POLICY_DIGEST),
                Attack.of("capabilities that are none", () -> file(CAPABILITIES, "[]"), Code.POLICY_DIGEST),
                Attack.of("data that is none", () -> file("policy/data.json", "{}"), Code.POLICY_DIGEST),
                Attack.of("data with a number that no double carries", CorpusReleases::inexact, Code.POLICY_DIGEST),
                Attack.of(
                        "release with a stranger's signature beside the good one",
                        () -> signed(CorpusReleases::alsoByAStranger),
                        Code.POLICY_RELEASE),
                Attack.of(
                                "release signed by one where two are asked",
                                () -> Forge.allow(Kind.SEALED_RUN),
                                Code.POLICY_RELEASE)
                        .trusting(TestTrust.file(TestTrust.role("policy", "threshold", Json.of(2)))),
                named("bundle"),
                named("wasm"),
                named("data"),
                Attack.of(
                        "release that is no envelope", () -> signed(file -> "{}".getBytes(UTF_8)), Code.POLICY_RELEASE),
                Attack.of(
                        "release signed as another type",
                        () -> payload("text/plain", text -> text),
                        Code.POLICY_RELEASE),
                payload(
                        "release with a member twice",
                        text -> text.replace("\"version\":", "\"version\":\"1\",\"version\":"),
                        Code.POLICY_RELEASE),
                payload(
                        "release not canonical",
                        text -> text.replace("{\"_type\":", "{ \"_type\":"),
                        Code.POLICY_RELEASE),
                payload(
                        "release with a zero of a huge exponent",
                        text -> text.replaceFirst(
                                "\"instructionBudget\":[0-9]+", "\"instructionBudget\":0e99999999999"),
                        Code.POLICY_RELEASE),
                payload(
                        "release about another archive",
                        text -> text.replaceFirst(
                                "(\"subject\":\\[\\{\"digest\":\\{\"sha256\":\")[0-9a-f]{64}", "$1" + "0".repeat(64)),
                        Code.POLICY_DIGEST));
    }

    private static ForgedBundle inexact() {
        String data = new String(TestRelease.standard().file("policy/data.json"), UTF_8);
        return file("policy/data.json", "{\"big\":9007199254740993," + data.substring(1));
    }

    private static byte[] alsoByAStranger(byte[] file) {
        DsseEnvelope envelope = DsseEnvelope.read(file);
        List<DsseSignature> signatures = new ArrayList<>(envelope.signatures());
        signatures.add(TestTrust.STRANGER.sign(
                DsseEnvelope.pae(envelope.payloadType(), envelope.payload().toArray())));
        return new DsseEnvelope(envelope.payloadType(), envelope.payload(), signatures).toBytes();
    }

    private static Attack released(String name, UnaryOperator<Json.Obj> predicate, Code code) {
        return Attack.of(
                name,
                () -> Forge.allow(Kind.SEALED_RUN, TestRelease.of(data -> data, predicate, TestTrust.POLICY)),
                code);
    }

    private static Attack edited(String name, String file) {
        return Attack.of(
                name,
                () -> {
                    ForgedBundle bundle = Forge.allow(Kind.SEALED_RUN);
                    byte[] content = bundle.file(file).clone();
                    content[content.length / 2] ^= 1;
                    bundle.files.put(file, content);
                    return bundle.mendList();
                },
                Code.POLICY_DIGEST);
    }

    private static ForgedBundle otherData() {
        return Forge.allow(Kind.SEALED_RUN)
                .json("policy/data.json", data -> data.with("note", Json.of("x")))
                .mendList();
    }

    private static Attack named(String member) {
        Code code = Code.POLICY_DIGEST;
        return Attack.of(
                "statement names another " + member,
                () -> Forge.allow(Kind.SEALED_RUN)
                        .predicate(p -> p.with("policy", p.object("policy").with(member, Json.of(OTHER)))),
                code);
    }

    /** A release with this file, or without it, and every digest of it right. */
    private static ForgedBundle file(String name, @org.jspecify.annotations.Nullable String content) {
        TestRelease standard = TestRelease.standard();
        SortedMap<String, byte[]> files = new TreeMap<>(standard.files());
        files.remove(name);
        if (content != null) {
            files.put(name, content.getBytes(UTF_8));
        }
        Json.Obj predicate = standard.predicate()
                .with("files", Json.of(DirHash1.of(TestRelease.sources(files))))
                .with("data", digest(files, "policy/data.json"));
        if (content != null) {
            predicate = predicate.with("capabilities", digest(files, CAPABILITIES));
        }
        files.put(RELEASE, TestRelease.sign(predicate, TestTrust.POLICY));
        return Forge.allow(Kind.SEALED_RUN, new TestRelease(files, predicate, standard.data()));
    }

    private static Json digest(SortedMap<String, byte[]> files, String name) {
        return Json.of(Digest.sha256(files.getOrDefault(name, new byte[0])).text());
    }

    /** The standard release with another release file, which the decision names. */
    private static ForgedBundle signed(UnaryOperator<byte[]> edit) {
        TestRelease standard = TestRelease.standard();
        SortedMap<String, byte[]> files = new TreeMap<>(standard.files());
        files.put(RELEASE, edit.apply(standard.file(RELEASE)));
        return Forge.allow(Kind.SEALED_RUN, new TestRelease(files, standard.predicate(), standard.data()));
    }

    private static ForgedBundle payload(String type, UnaryOperator<String> edit) {
        return signed(file -> {
            String text = new String(DsseEnvelope.read(file).payload().toArray(), UTF_8);
            byte[] payload = edit.apply(text).getBytes(UTF_8);
            byte[] pae = DsseEnvelope.pae(type, payload);
            return new DsseEnvelope(type, Bytes.copyOf(payload), List.of(TestTrust.POLICY.sign(pae))).toBytes();
        });
    }

    private static Attack payload(String name, UnaryOperator<String> edit, Code code) {
        return Attack.of(name, () -> payload(DecisionStatement.PAYLOAD_TYPE, edit), code);
    }
}
