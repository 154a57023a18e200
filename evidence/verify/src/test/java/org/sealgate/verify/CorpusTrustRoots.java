package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/** Step 2, rule by rule: trust roots really signed by their root key, with one thing wrong. */
final class CorpusTrustRoots {
    private CorpusTrustRoots() {}

    static List<Attack> attacks() {
        return List.of(
                trusting(
                        "with a stray signature",
                        TestTrust.signed(TestTrust.payload(), TestTrust.ROOT, TestTrust.STRANGER),
                        Code.TRUST_ROOT_SIGNATURE),
                trusting("stripped of its signatures", stripped(), Code.TRUST_ROOT_SIGNATURE),
                trusting(
                        "not canonical",
                        payload(TestTrust.TYPE, text -> text.replace("{\"expires\":", "{ \"expires\":")),
                        Code.PAYLOAD_NOT_CANONICAL),
                trusting(
                        "signed as a statement",
                        payload("application/vnd.in-toto+json", text -> text),
                        Code.PAYLOAD_TYPE_UNSUPPORTED),
                trusting(
                        "with a member twice",
                        payload(TestTrust.TYPE, text -> text.replace("\"version\":1", "\"version\":1,\"version\":1")),
                        Code.JSON_DUPLICATE_KEY),
                trusting(
                        "with a key in loose base64",
                        TestTrust.file(TestTrust.key(TestTrust.DECISION, CorpusTrustRoots::loose)),
                        Code.KEY_ENCODING),
                trusting("with a coordinate not reduced", TestTrust.file(CorpusTrustRoots::notReduced), Code.KEY_WEAK),
                trusting(
                        "with an interval turned round",
                        TestTrust.file(TestTrust.key(
                                TestTrust.DECISION,
                                key -> key.with("validUntil", Json.of("2025-01-01T00:00:00.000Z")))),
                        Code.STATEMENT_SCHEMA));
    }

    private static Attack trusting(String name, byte[] root, Code code) {
        return Attack.of(name, () -> Forge.allow(Kind.SEALED_RUN), code).trusting(root);
    }

    private static byte[] stripped() {
        String text = new String(TestTrust.file(), UTF_8);
        return (text.substring(0, text.indexOf("\"signatures\":[")) + "\"signatures\":[]}").getBytes(UTF_8);
    }

    private static byte[] payload(String type, UnaryOperator<String> edit) {
        byte[] payload = edit.apply(new String(CanonicalJson.rfc8785(TestTrust.payload()), UTF_8))
                .getBytes(UTF_8);
        byte[] pae = DsseEnvelope.pae(type, payload);
        return new DsseEnvelope(type, Bytes.copyOf(payload), List.of(TestTrust.ROOT.sign(pae))).toBytes();
    }

    /** Bits that no byte has, set in the last character: another text of the same key. */
    private static Json.Obj loose(Json.Obj key) {
        String spki = key.text("spki");
        int last = spki.indexOf('=') - 1;
        String edited = spki.substring(0, last) + (char) (spki.charAt(last) + 1) + spki.substring(last + 1);
        return key.with("spki", Json.of(edited));
    }

    private static Json.Obj notReduced(Json.Obj root) {
        byte[] spki = TestTrust.SECOND.spki().clone();
        java.util.Arrays.fill(spki, 27, 59, (byte) 0xff);
        Json.Obj row = TestTrust.SECOND
                .row()
                .with("spki", Json.of(Base64.getEncoder().encodeToString(spki)))
                .with("keyid", Json.of(Digest.sha256(spki).hex()));
        List<Json> keys = new ArrayList<>(root.objects("keys"));
        keys.add(row);
        return root.with("keys", Json.array(keys));
    }
}
