package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/** Steps 3, 4 and 5: who signed what. S002-33, S002-34. */
class SignatureAttacksTest {
    private static final UnaryOperator<Json.Obj> TWO = TestTrust.role("decision", "threshold", Json.of(2));
    private static final UnaryOperator<Json.Obj> BOTH =
            TestTrust.role("decision", "algorithms", Json.strings(List.of("ecdsa-p256-sha256", "ml-dsa-65")));

    private static ForgedBundle bundle() {
        return Forge.allow(Kind.LLM_RUN_SNAPSHOT);
    }

    private static ForgedBundle signed(TestKey... keys) {
        ForgedBundle bundle = bundle();
        bundle.signers = List.of(keys);
        return bundle;
    }

    private static ForgedBundle envelope(UnaryOperator<DsseEnvelope> edit) {
        ForgedBundle bundle = bundle();
        bundle.editEnvelope = edit;
        return bundle;
    }

    private static ForgedBundle file(UnaryOperator<String> edit) {
        ForgedBundle bundle = bundle();
        bundle.editFile = bytes -> edit.apply(new String(bytes, UTF_8)).getBytes(UTF_8);
        return bundle;
    }

    /** Replaces the one signature's bytes. */
    private static ForgedBundle sig(UnaryOperator<byte[]> edit) {
        return envelope(envelope -> {
            DsseSignature one = envelope.signatures().getFirst();
            byte[] edited = edit.apply(one.sig().toArray());
            return with(envelope, new DsseSignature(one.keyid(), Bytes.copyOf(edited)));
        });
    }

    private static DsseEnvelope with(DsseEnvelope envelope, DsseSignature... signatures) {
        return new DsseEnvelope(envelope.payloadType(), envelope.payload(), List.of(signatures));
    }

    static List<Attack> attacks() {
        return List.of(
                Attack.of("all signatures stripped", () -> file(SignatureAttacksTest::stripped), Code.SIGNATURE_NONE),
                Attack.of(
                        "unknown key",
                        () -> signed(TestTrust.STRANGER),
                        Code.KEY_UNKNOWN,
                        Code.SIGNATURE_THRESHOLD,
                        Code.SIGNATURE_ALGORITHM_MISSING),
                Attack.of(
                        "policy key signs a decision",
                        () -> signed(TestTrust.POLICY),
                        Code.KEY_ROLE,
                        Code.SIGNATURE_THRESHOLD,
                        Code.SIGNATURE_ALGORITHM_MISSING),
                Attack.of(
                        "root key signs a decision",
                        () -> signed(TestTrust.ROOT),
                        Code.KEY_ROLE,
                        Code.SIGNATURE_THRESHOLD,
                        Code.SIGNATURE_ALGORITHM_MISSING),
                Attack.of(
                        "keyid of another key",
                        SignatureAttacksTest::collision,
                        Code.SIGNATURE_INVALID,
                        Code.SIGNATURE_THRESHOLD,
                        Code.SIGNATURE_ALGORITHM_MISSING),
                Attack.of(
                        "s in the upper half",
                        SignatureAttacksTest::highS,
                        Code.SIGNATURE_INVALID,
                        Code.SIGNATURE_THRESHOLD,
                        Code.SIGNATURE_ALGORITHM_MISSING),
                Attack.of(
                        "DER with a leading zero",
                        () -> sig(SignatureAttacksTest::padded),
                        Code.SIGNATURE_INVALID,
                        Code.SIGNATURE_THRESHOLD,
                        Code.SIGNATURE_ALGORITHM_MISSING),
                Attack.of(
                        "DER with a long length",
                        () -> sig(SignatureAttacksTest::longLength),
                        Code.SIGNATURE_INVALID,
                        Code.SIGNATURE_THRESHOLD,
                        Code.SIGNATURE_ALGORITHM_MISSING),
                Attack.of(
                        "DER with trailing bytes",
                        () -> sig(der -> Arrays.copyOf(der, der.length + 1)),
                        Code.SIGNATURE_INVALID,
                        Code.SIGNATURE_THRESHOLD,
                        Code.SIGNATURE_ALGORITHM_MISSING),
                Attack.of(
                        "empty signature",
                        () -> sig(der -> new byte[0]),
                        Code.SIGNATURE_INVALID,
                        Code.SIGNATURE_THRESHOLD,
                        Code.SIGNATURE_ALGORITHM_MISSING),
                Attack.of(
                        "a bad signature beside a good one",
                        () -> signed(TestTrust.DECISION, TestTrust.STRANGER),
                        Code.KEY_UNKNOWN),
                Attack.of(
                        "the same signature twice",
                        () -> signed(TestTrust.DECISION, TestTrust.DECISION),
                        Code.SIGNATURE_INVALID),
                Attack.of(
                                "the same controller twice for a threshold of two",
                                () -> signed(TestTrust.DECISION, TestTrust.DECISION),
                                Code.SIGNATURE_INVALID,
                                Code.SIGNATURE_THRESHOLD)
                        .trusting(TestTrust.file(TWO)),
                Attack.of(
                                "two algorithms of one controller for a threshold of two",
                                () -> signed(TestTrust.DECISION, TestTrust.QUANTUM),
                                Code.SIGNATURE_THRESHOLD)
                        .trusting(TestTrust.file(TWO)),
                Attack.of(
                                "second algorithm stripped, required by the trust root",
                                () -> signed(TestTrust.DECISION),
                                Code.SIGNATURE_ALGORITHM_MISSING,
                                Code.SIGNATURE_THRESHOLD)
                        .trusting(TestTrust.file(BOTH)),
                Attack.of(
                                "second algorithm by another controller",
                                () -> signed(TestTrust.SECOND, TestTrust.QUANTUM),
                                Code.SIGNATURE_THRESHOLD)
                        .trusting(TestTrust.file(BOTH)),
                Attack.of(
                        "second algorithm stripped, required by the statement",
                        SignatureAttacksTest::strippedOfSigned,
                        Code.SIGNATURE_ALGORITHM_MISSING),
                Attack.of(
                        "second algorithm stripped and made up for by another controller",
                        () -> requiring(signed(TestTrust.SECOND, TestTrust.QUANTUM)),
                        Code.SIGNATURE_ALGORITHM_MISSING),
                Attack.of(
                                "threshold filled by the gate of another issuer",
                                () -> signed(TestTrust.DECISION, TestTrust.SECOND),
                                Code.SIGNATURE_THRESHOLD)
                        .trusting(TestTrust.audited()),
                Attack.of(
                        "payload of another statement",
                        SignatureAttacksTest::swapped,
                        Code.SIGNATURE_INVALID,
                        Code.SIGNATURE_THRESHOLD,
                        Code.SIGNATURE_ALGORITHM_MISSING),
                Attack.of(
                        "payload type changed",
                        () -> envelope(e -> new DsseEnvelope("text/plain", e.payload(), e.signatures())),
                        Code.SIGNATURE_INVALID,
                        Code.SIGNATURE_THRESHOLD,
                        Code.SIGNATURE_ALGORITHM_MISSING),
                Attack.of(
                        "payload type signed as another",
                        SignatureAttacksTest::otherType,
                        Code.PAYLOAD_TYPE_UNSUPPORTED),
                Attack.of(
                        "key embedded in the file",
                        () -> file(text -> text.replace("{\"payload\":", "{\"key\":\"MFkw\",\"payload\":")),
                        Code.ENVELOPE_MEMBER),
                Attack.of(
                        "envelope with a member twice",
                        () -> file(text -> text.replace("{\"payload\":", "{\"payload\":\"\",\"payload\":")),
                        Code.JSON_DUPLICATE_KEY),
                Attack.of("envelope with a byte order mark", () -> file(text -> "\ufeff" + text), Code.JSON_BOM),
                Attack.of("envelope with trailing data", () -> file(text -> text + "{}"), Code.JSON_TRAILING),
                Attack.of(
                        "envelope with a space",
                        () -> file(text -> text.replace("\",\"", "\", \"")),
                        Code.ENVELOPE_SYNTAX),
                Attack.of("envelope cut", () -> file(text -> text.substring(0, text.length() - 1)), Code.JSON_SYNTAX),
                Attack.of(
                        "envelope nested too deep",
                        () -> file(text -> "[".repeat(65) + "]".repeat(65)),
                        Code.JSON_DEPTH),
                Attack.of("envelope in UTF-16", () -> utf16(bundle()), Code.JSON_UTF8),
                Attack.of(
                        "envelope with half a character",
                        () -> file(text -> text.replace("\"keyid\":\"", "\"keyid\":\"\\ud800")),
                        Code.JSON_LONE_SURROGATE),
                Attack.of("envelope with a number out of range", () -> file(text -> "1e999"), Code.JSON_NUMBER_RANGE),
                Attack.raw(
                        "no statement at all",
                        () -> without(bundle().parts(), "decision.dsse.json"),
                        Code.FILE_MISSING));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void signature_attacked_isRefusedWithItsCode(Attack attack, @TempDir Path folder) {
        attack.assertRefused(folder);
        Verdict verdict = attack.verify(folder);
        assertEquals(Optional.empty(), verdict.report().facts());
    }

    @Test
    void signature_twoControllersForAThresholdOfTwo_isEnough(@TempDir Path folder) {
        byte[] root = TestTrust.file(TestTrust.role("decision", "threshold", Json.of(2)));
        Attack none = Attack.of("", () -> signed(TestTrust.DECISION, TestTrust.SECOND))
                .trusting(root);
        assertTrue(none.verify(folder) instanceof Verdict.Admissible);
    }

    @Test
    void signature_twoControllersOfTheIssuer_areEnough_withAnotherIssuersBesideThem(@TempDir Path folder) {
        Attack audited =
                Attack.of("", () -> signed(TestTrust.DECISION, TestTrust.AUDIT)).trusting(TestTrust.audited());
        assertTrue(audited.verify(folder) instanceof Verdict.Admissible);
        Attack more = Attack.of("", () -> signed(TestTrust.DECISION, TestTrust.SECOND, TestTrust.AUDIT))
                .trusting(TestTrust.audited());
        assertTrue(more.verify(folder) instanceof Verdict.Admissible);
    }

    @Test
    void signature_whoseControllerMayNotSpeak_isNamedWithTheIssuer(@TempDir Path folder) {
        Attack attack = Attack.of("", () -> signed(TestTrust.DECISION, TestTrust.SECOND))
                .trusting(TestTrust.audited());
        assertEquals(
                List.of(new Finding(
                        Code.SIGNATURE_THRESHOLD,
                        "decision.dsse.json#/signatures",
                        "2 controllers of those who may speak for https://gate.example.org",
                        "1")),
                attack.verify(folder).report().findings());
    }

    @Test
    void signature_algorithmsOfTwoControllers_areNamedWithTheirs(@TempDir Path folder) {
        Attack attack = Attack.of("", () -> requiring(signed(TestTrust.SECOND, TestTrust.QUANTUM)));
        assertEquals(
                List.of(new Finding(
                        Code.SIGNATURE_ALGORITHM_MISSING,
                        "decision.dsse.json#/predicate/signing/requires",
                        "ecdsa-p256-sha256 and ml-dsa-65 by one controller",
                        "{gate-1=[ml-dsa-65], gate-2=[ecdsa-p256-sha256]}")),
                attack.verify(folder).report().findings());
    }

    @Test
    void signature_secondAlgorithmOfTheSameController_isEnough(@TempDir Path folder) {
        byte[] root = TestTrust.file(
                TestTrust.role("decision", "algorithms", Json.strings(List.of("ecdsa-p256-sha256", "ml-dsa-65"))));
        Attack none = Attack.of("", () -> requiring(signed(TestTrust.DECISION, TestTrust.QUANTUM)))
                .trusting(root);
        assertEquals(
                Optional.empty(),
                none.verify(folder).report().findings().stream().findFirst());
    }

    private static ForgedBundle requiring(ForgedBundle bundle) {
        Json both = Json.object()
                .put("requires", Json.strings(List.of("ecdsa-p256-sha256", "ml-dsa-65")))
                .build();
        return bundle.predicate(predicate -> predicate.with("signing", both));
    }

    private static ForgedBundle strippedOfSigned() {
        return requiring(signed(TestTrust.DECISION));
    }

    private static String stripped(String text) {
        return text.substring(0, text.indexOf("\"signatures\":[")) + "\"signatures\":[]}";
    }

    private static ForgedBundle collision() {
        return envelope(envelope -> {
            DsseSignature forged = TestTrust.STRANGER.sign(envelope.pae());
            return with(envelope, new DsseSignature(TestTrust.DECISION.keyid(), forged.sig()));
        });
    }

    private static ForgedBundle highS() {
        return envelope(envelope -> with(envelope, TestTrust.DECISION.signHighS(envelope.pae())));
    }

    /** 02 20 … becomes 02 21 00 …, which some readers take. */
    private static byte[] padded(byte[] der) {
        List<Byte> bytes = new ArrayList<>();
        for (byte each : der) {
            bytes.add(each);
        }
        bytes.set(1, (byte) (der[1] + 1));
        bytes.set(3, (byte) (der[3] + 1));
        bytes.add(4, (byte) 0);
        return bytes(bytes);
    }

    private static byte[] longLength(byte[] der) {
        byte[] edited = new byte[der.length + 1];
        edited[0] = der[0];
        edited[1] = (byte) 0x81;
        System.arraycopy(der, 1, edited, 2, der.length - 1);
        return edited;
    }

    private static byte[] bytes(List<Byte> list) {
        byte[] bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = list.get(i);
        }
        return bytes;
    }

    private static ForgedBundle swapped() {
        byte[] other = Forge.deny(Kind.LLM_RUN_SNAPSHOT).parts().get("decision.dsse.json");
        return envelope(envelope -> new DsseEnvelope(
                envelope.payloadType(),
                DsseEnvelope.read(other == null ? new byte[0] : other).payload(),
                envelope.signatures()));
    }

    private static ForgedBundle otherType() {
        ForgedBundle bundle = bundle();
        bundle.payloadType = "application/vnd.in-toto+xml";
        return bundle;
    }

    private static ForgedBundle utf16(ForgedBundle bundle) {
        bundle.editFile = bytes -> new String(bytes, UTF_8).getBytes(java.nio.charset.StandardCharsets.UTF_16);
        return bundle;
    }

    private static SortedMap<String, byte[]> without(SortedMap<String, byte[]> parts, String name) {
        parts.remove(name);
        return parts;
    }
}
