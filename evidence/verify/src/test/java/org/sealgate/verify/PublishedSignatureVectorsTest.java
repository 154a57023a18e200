package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** S002-34, R10: every published vector through the entry point that verdicts rest on. */
class PublishedSignatureVectorsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final BigInteger P256_HALF =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16).shiftRight(1);

    @Test
    void ecdsaP256_wycheproof_agreesButForHighS() {
        Tally tally = wycheproof("ecdsa_secp256r1_sha256_test.json", EcdsaP256Key.ALGORITHM, test -> isHighS(test));
        assertEquals(484, tally.total);
        assertEquals(71, tally.excepted);
        assertEquals(List.of(), tally.wrong);
    }

    @Test
    void ed25519_wycheproof_agrees() {
        Tally tally = wycheproof("ed25519_test.json", Ed25519Key.ALGORITHM, test -> false);
        assertEquals(151, tally.total);
        assertEquals(List.of(), tally.wrong);
    }

    @Test
    void mlDsa65_wycheproof_agreesForTheEmptyContext() {
        Tally tally = wycheproof(
                "mldsa_65_verify_test.json", MlDsa65Key.ALGORITHM, PublishedSignatureVectorsTest::hasContext);
        assertEquals(210, tally.total);
        assertEquals(List.of(), tally.wrong);
    }

    @Test
    void ed25519_cornerPoints_acceptsExactlyOne() {
        Json.Arr vectors = (Json.Arr) JsonReader.read(SharedVectors.read("ed25519-cctv/ed25519/ed25519vectors.json"));
        int accepted = 0;
        for (Json each : vectors.items()) {
            Json.Obj vector = (Json.Obj) each;
            String spki = "302a300506032b6570032100" + vector.text("key");
            byte[] message = vector.text("msg").getBytes(StandardCharsets.UTF_8);
            accepted += accepts(Ed25519Key.ALGORITHM, HEX.parseHex(spki), message, HEX.parseHex(vector.text("sig")))
                    ? 1
                    : 0;
        }
        assertEquals(914, vectors.items().size());
        assertEquals(1, accepted);
    }

    private static final class Tally {
        int total;
        int excepted;
        final List<String> wrong = new java.util.ArrayList<>();
    }

    /** @param refused valid vectors that the strict reading refuses all the same */
    private static Tally wycheproof(String file, String algorithm, Predicate<Json.Obj> refused) {
        Json.Obj vectors = JsonReader.readObject(SharedVectors.read("wycheproof/testvectors_v1/" + file));
        Tally tally = new Tally();
        for (Json.Obj group : vectors.objects("testGroups")) {
            byte @Nullable [] spki = spki(group);
            for (Json.Obj test : group.objects("tests")) {
                boolean valid = "valid".equals(test.text("result"));
                boolean excepted = valid && refused.test(test);
                boolean accepted = spki != null
                        && accepts(algorithm, spki, HEX.parseHex(test.text("msg")), HEX.parseHex(test.text("sig")));
                tally.total++;
                tally.excepted += excepted ? 1 : 0;
                if (accepted != (valid && !excepted)) {
                    tally.wrong.add(test.integer("tcId") + " " + test.text("comment"));
                }
            }
        }
        return tally;
    }

    private static byte @Nullable [] spki(Json.Obj group) {
        @Nullable String der = group.textOrNull("publicKeyDer");
        return der == null ? null : HEX.parseHex(der);
    }

    private static boolean accepts(String algorithm, byte[] spki, byte[] message, byte[] signature) {
        try {
            EvidenceKey.of(algorithm, spki).verify(message, signature);
            return true;
        } catch (KeyRefusedException | SignatureRefusedException e) {
            assertNotNull(e.getMessage());
            return false;
        }
    }

    /** Ours is the empty context; a signature under another one is another signature. */
    private static boolean hasContext(Json.Obj test) {
        @Nullable String context = test.textOrNull("ctx");
        return context != null && !context.isEmpty();
    }

    /** The last integer of a valid vector's DER. */
    private static boolean isHighS(Json.Obj test) {
        byte[] der = HEX.parseHex(test.text("sig"));
        int s = 4 + der[3];
        return new BigInteger(1, der, s + 2, der[s + 1]).compareTo(P256_HALF) > 0;
    }

    @Test
    void publicKey_otherEncodingOrWeakPoint_isRefusedWithItsCode() {
        byte[] good = Base64.getDecoder()
                .decode("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEBKrsc2NXJvIT+4qeZNo7hjLkFJWp"
                        + "RNAEW1IuunJA+tWH2TFXmKqjpboBd1eHztBeqve04J/IHW0apUboNl1SXQ==");
        byte[] off = good.clone();
        off[90] ^= 1;
        byte[] outside = good.clone();
        java.util.Arrays.fill(outside, 27, 59, (byte) 0xff);
        byte[] compressed = java.util.Arrays.copyOf(good, 59);
        compressed[26] = 2;
        byte[] otherCurve = good.clone();
        otherCurve[22] = 6;
        byte[] small = HEX.parseHex(
                "302a300506032b65700321000100000000000000000000000000000000000000000000000000000000000000");
        assertRefused(Code.KEY_WEAK, EcdsaP256Key.ALGORITHM, off);
        assertRefused(Code.KEY_WEAK, EcdsaP256Key.ALGORITHM, outside);
        assertRefused(Code.KEY_ENCODING, EcdsaP256Key.ALGORITHM, compressed);
        assertRefused(Code.KEY_ENCODING, EcdsaP256Key.ALGORITHM, otherCurve);
        assertRefused(Code.KEY_ENCODING, Ed25519Key.ALGORITHM, good);
        assertRefused(Code.KEY_ENCODING, "rsa", good);
        assertRefused(Code.KEY_WEAK, Ed25519Key.ALGORITHM, small);
    }

    private static void assertRefused(Code code, String algorithm, byte[] spki) {
        KeyRefusedException refused = org.junit.jupiter.api.Assertions.assertThrows(
                KeyRefusedException.class, () -> EvidenceKey.of(algorithm, spki));
        assertEquals(code, refused.code());
    }
}
