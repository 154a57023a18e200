package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What authorities of time may sign with: SHA-2 under the name that fits the key and the digest, with the JDK for an oracle. */
class TimeAlgorithmsTest {
    private static final byte[] MESSAGE = TimeKeyTest.MESSAGE;
    private static final String EC_KEY = "1.2.840.10045.2.1";
    private static final String RSA = "1.2.840.113549.1.1.";
    private static final String ECDSA = "1.2.840.10045.4.3.";
    private static final String SHA2 = "2.16.840.1.101.3.4.2.";
    private static final BigInteger SECRET = new BigInteger("3161".repeat(15), 16);
    private static final Map<String, String> DIGESTS =
            Map.of("SHA-256", SHA2 + "1", "SHA-384", SHA2 + "2", "SHA-512", SHA2 + "3");

    private static ASN1ObjectIdentifier oid(String id) {
        return new ASN1ObjectIdentifier(id);
    }

    private static AlgorithmIdentifier named(String id) {
        return new AlgorithmIdentifier(oid(id));
    }

    private static AlgorithmIdentifier with(String id, ASN1Encodable parameters) {
        return new AlgorithmIdentifier(oid(id), parameters);
    }

    private static String oidOf(String digest) {
        String id = DIGESTS.get(digest);
        if (id == null) {
            throw new IllegalArgumentException(digest);
        }
        return id;
    }

    private static ECNamedDomainParameters curve(String oid) {
        return new ECNamedDomainParameters(oid(oid), CustomNamedCurves.getByOID(oid(oid)));
    }

    private static SubjectPublicKeyInfo spki(String curve, boolean compressed) {
        byte[] point = curve(curve).getG().multiply(SECRET).normalize().getEncoded(compressed);
        return new SubjectPublicKeyInfo(new AlgorithmIdentifier(oid(EC_KEY), oid(curve)), point);
    }

    private static byte[] hash(String digest) throws GeneralSecurityException {
        return MessageDigest.getInstance(digest).digest(MESSAGE);
    }

    private static DERSequence pair(String curve, String digest) throws GeneralSecurityException {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(SECRET, curve(curve)));
        BigInteger[] rs = signer.generateSignature(hash(digest));
        return new DERSequence(new ASN1Encodable[] {new ASN1Integer(rs[0]), new ASN1Integer(rs[1])});
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.840.10045.3.1.7, SHA-256, 2",
        "1.3.132.0.34, SHA-384, 3",
        "1.3.132.0.35, SHA-512, 4",
        "1.3.132.0.34, SHA-256, 2",
        "1.2.840.10045.3.1.7, SHA-512, 4"
    })
    void signature_byEveryCurve_holdsAsTheOracleSays(String curve, String digest, String last) throws Exception {
        byte[] signature = TestTsa.der(pair(curve, digest));
        TimeKey key = TimeKey.of(spki(curve, false));
        assertEquals(EC_KEY, key.algorithm());
        assertTrue(key.holds(digest, hash(digest), signature));
        assertTrue(oracleHolds(curve, digest, signature));
        byte[] other = hash(digest);
        other[0] ^= 1;
        assertFalse(key.holds(digest, other, signature));
        assertDoesNotThrow(
                () -> TimeAlgorithms.verify(key, named(ECDSA + last), named(oidOf(digest)), MESSAGE, signature));
    }

    private static boolean oracleHolds(String curve, String digest, byte[] signature) throws Exception {
        Signature verifier = Signature.getInstance(digest.replace("-", "") + "withECDSA");
        verifier.initVerify(KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(spki(curve, false).getEncoded("DER"))));
        verifier.update(MESSAGE);
        return verifier.verify(signature);
    }

    private static void assertRefused(String expected, String actual, org.junit.jupiter.api.function.Executable call) {
        TokenRefusedException refused = assertThrows(TokenRefusedException.class, call);
        assertEquals(Code.TSA_TOKEN, refused.code());
        assertEquals(expected, refused.expected());
        assertEquals(actual, refused.actual());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35"})
    void point_inAnotherEncoding_isRefused(String curve) {
        assertRefused("an uncompressed point", "another encoding", () -> TimeKey.of(spki(curve, true)));
        byte[] hybrid = spki(curve, false).getPublicKeyData().getBytes();
        hybrid[0] = (byte) (6 + (hybrid[hybrid.length - 1] & 1));
        SubjectPublicKeyInfo spelled =
                new SubjectPublicKeyInfo(new AlgorithmIdentifier(oid(EC_KEY), oid(curve)), hybrid);
        assertRefused("an uncompressed point", "another encoding", () -> TimeKey.of(spelled));
    }

    @Test
    void curve_thatIsNotOfNist_isRefused() {
        String secp256k1 = "1.3.132.0.10";
        SubjectPublicKeyInfo key =
                new SubjectPublicKeyInfo(new AlgorithmIdentifier(oid(EC_KEY), oid(secp256k1)), new byte[65]);
        assertRefused("P-256, P-384 or P-521", secp256k1, () -> TimeKey.of(key));
    }

    @Test
    void pair_inAnotherSpelling_isRefused() throws Exception {
        String p256 = "1.2.840.10045.3.1.7";
        TimeKey key = TimeKey.of(spki(p256, false));
        DERSequence good = pair(p256, "SHA-256");
        ASN1Encodable[] numbers = good.toArray();
        byte[] three = TestTsa.der(new DERSequence(new ASN1Encodable[] {numbers[0], numbers[1], numbers[1]}));
        byte[] one = TestTsa.der(new DERSequence(numbers[0]));
        for (byte[] spelled : List.of(three, one)) {
            assertRefused(
                    "two numbers in DER", "another spelling", () -> key.holds("SHA-256", hash("SHA-256"), spelled));
        }
        byte[] text = TestTsa.der(new DERSequence(new ASN1Encodable[] {numbers[0], DERNull.INSTANCE}));
        for (byte[] other : List.of(text, TestTsa.indefinite(TestTsa.der(good)), "x".getBytes(UTF_8), new byte[0])) {
            assertThrows(TokenRefusedException.class, () -> key.holds("SHA-256", hash("SHA-256"), other));
        }
    }

    /** RSA: the name of the signature, the digest named besides, what was signed by, and how that is refused; empty where it holds. */
    record Row(
            AlgorithmIdentifier signature, AlgorithmIdentifier digest, String signed, String expected, String actual) {
        Row(AlgorithmIdentifier signature, AlgorithmIdentifier digest, String signed) {
            this(signature, digest, signed, "", "");
        }
    }

    private static Row mixed(AlgorithmIdentifier signature, AlgorithmIdentifier digest, String signed) {
        return new Row(
                signature,
                digest,
                signed,
                "a signature algorithm with SHA-2, and the same digest",
                signature.getAlgorithm().getId());
    }

    static List<Row> rsa() {
        String wrong = "one that does not verify";
        ASN1Encodable parameter = new ASN1Integer(1);
        String sha1 = "1.3.14.3.2.26";
        String sha2 = "SHA-256, SHA-384 or SHA-512";
        return List.of(
                new Row(named(RSA + "11"), named(SHA2 + "1"), "SHA-256"),
                new Row(named(RSA + "12"), named(SHA2 + "2"), "SHA-384"),
                new Row(named(RSA + "13"), named(SHA2 + "3"), "SHA-512"),
                new Row(with(RSA + "11", DERNull.INSTANCE), with(SHA2 + "1", DERNull.INSTANCE), "SHA-256"),
                new Row(named(RSA + "1"), named(SHA2 + "1"), "SHA-256"),
                new Row(with(RSA + "1", DERNull.INSTANCE), named(SHA2 + "3"), "SHA-512"),
                new Row(named(RSA + "11"), named(SHA2 + "1"), "SHA-384", "the authority's signature", wrong),
                new Row(named(RSA + "1"), named(SHA2 + "2"), "SHA-256", "the authority's signature", wrong),
                mixed(named(RSA + "11"), named(SHA2 + "2"), "SHA-256"),
                mixed(named(RSA + "12"), named(SHA2 + "1"), "SHA-256"),
                mixed(with(RSA + "11", parameter), named(SHA2 + "1"), "SHA-256"),
                mixed(with(RSA + "1", parameter), named(SHA2 + "1"), "SHA-256"),
                mixed(named(RSA + "5"), named(SHA2 + "1"), "SHA-256"),
                mixed(named(RSA + "10"), named(SHA2 + "1"), "SHA-256"),
                new Row(named(RSA + "1"), named(sha1), "SHA-256", sha2, sha1),
                new Row(named(RSA + "11"), named(sha1), "SHA-256", sha2, sha1),
                new Row(named(RSA + "11"), with(SHA2 + "1", parameter), "SHA-256", sha2, SHA2 + "1"),
                new Row(
                        named(ECDSA + "2"),
                        named(SHA2 + "1"),
                        "SHA-256",
                        "a key for the signature algorithm " + ECDSA + "2",
                        RSA + "1"));
    }

    @ParameterizedTest
    @MethodSource("rsa")
    void signature_byRsa_holdsUnderItsOwnNamesAlone(Row row) throws Exception {
        TimeKey key = TimeKeyTest.key(TimeKeyTest.KEY);
        byte[] signature = TimeKeyTest.KEY.sign(row.signed());
        if (row.expected().isEmpty()) {
            assertDoesNotThrow(() -> TimeAlgorithms.verify(key, row.signature(), row.digest(), MESSAGE, signature));
        } else {
            assertRefused(
                    row.expected(),
                    row.actual(),
                    () -> TimeAlgorithms.verify(key, row.signature(), row.digest(), MESSAGE, signature));
        }
    }

    @Test
    void signature_ofACurveUnderTheNameOfRsa_isRefused() throws Exception {
        String p256 = "1.2.840.10045.3.1.7";
        TimeKey key = TimeKey.of(spki(p256, false));
        byte[] signature = TestTsa.der(pair(p256, "SHA-256"));
        for (String name : List.of(RSA + "1", RSA + "11")) {
            assertRefused(
                    "a key for the signature algorithm " + name,
                    EC_KEY,
                    () -> TimeAlgorithms.verify(key, named(name), named(SHA2 + "1"), MESSAGE, signature));
        }
    }

    @ParameterizedTest
    @CsvSource({"SHA-256, 11, 2", "SHA-384, 12, 3", "SHA-512, 13, 4"})
    void digest_ofACertificatesSignature_isTheOneThatItNames(String digest, String rsa, String ecdsa) throws Exception {
        assertEquals(named(oidOf(digest)), TimeAlgorithms.digestOf(named(RSA + rsa)));
        assertEquals(named(oidOf(digest)), TimeAlgorithms.digestOf(named(ECDSA + ecdsa)));
        assertArrayEquals(hash(digest), TimeAlgorithms.digest(named(oidOf(digest)), MESSAGE));
    }

    /** RSA's own name leaves the digest to the signer of a token; a certificate has nobody who would say it. */
    @ParameterizedTest
    @ValueSource(strings = {"1.2.840.113549.1.1.1", "1.2.840.113549.1.1.5", "1.2.840.113549.1.1.10"})
    void digest_ofAnotherSignature_isNone(String id) {
        assertRefused("a certificate signed with SHA-2", id, () -> TimeAlgorithms.digestOf(named(id)));
    }

    @Test
    void sha256_isKnownByNameAndWithoutParameters() {
        assertTrue(TimeAlgorithms.isSha256(named(SHA2 + "1")));
        assertTrue(TimeAlgorithms.isSha256(with(SHA2 + "1", DERNull.INSTANCE)));
        assertFalse(TimeAlgorithms.isSha256(with(SHA2 + "1", new ASN1Integer(1))));
        assertFalse(TimeAlgorithms.isSha256(named(SHA2 + "2")));
    }

    @Test
    void bits_areWholeBytes() throws Exception {
        byte[] bytes = {1, 2};
        assertArrayEquals(bytes, TimeAlgorithms.bits(new DERBitString(bytes)));
        byte[] padded = Arrays.copyOf(bytes, 2);
        assertRefused(
                "a signature in whole bytes", "1 bits over", () -> TimeAlgorithms.bits(new DERBitString(padded, 1)));
    }
}
