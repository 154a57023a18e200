package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RSA keys of time stamping authorities (RFC 8017 sections 8.2 and 9.2), with the JDK's own signatures for an oracle. */
class TimeKeyTest {
    private static final String RSA = "1.2.840.113549.1.1.1";
    static final BigInteger E = BigInteger.valueOf(65_537);
    private static final BigInteger P = prime(
            "c54184ba6ae46e6b038fc230e1041409a7ec9cd46ae76a76f738cbd25e75f7e6a5c6676d233c2aa38074163cc8ad9a43",
            "d795e05b97b314cdb9ed20dd5a5e40075d25097159f0bc73808e00b974d74d883f9df9b0cc2ee7f4df5b6b0494d6134e",
            "3ac41e753d9e39e2670ce84fbceb537412f25742deb0517ad58d0849cb394be3");
    private static final BigInteger Q = prime(
            "cdeb32035fb1acfa22c010434c7e6379af6a499d04e6db7c0fb15de5d96a4d025e8346b1e7270cb8fc74350f4f0d5e04",
            "d3a71c1a2592c3950941b84eb8ee97acd812d913845f35ae96394396a91cd78ec9fa74d25dde923d5de2d9ee69542352",
            "2aa81db146a3b8edc7258f15572f832ad5cecad730ecc1c6db7e1ca5946662dd");
    private static final BigInteger R = prime(
            "3ead9210af409bc83ff6ecb54f20a0f9a6445a483bc395e76e3b6df15993018d8470df8a921ca67681e5b833c70d2266",
            "ef672ead68fd72f947be98baf41be1a47547c167f31ff0db56625c66803af60cafdefe3caab1bfdad404283d07473efb",
            "ec1d6a60269c75a0c7f38e4c822c25f9a750ef7a8a1f93ee3f66f4a992e3d604af");
    static final Pair KEY = new Pair(P, Q);
    private static final Pair UNEVEN = new Pair(P, R);
    static final byte[] MESSAGE = "a checkpoint".getBytes(UTF_8);
    private static final String SHA256_INFO = "3031300d060960864801650304020105000420";
    private static final String WITHOUT_NULL = "302f300b0609608648016503040201" + "0420";
    private static final Map<String, String> ORACLES =
            Map.of("SHA-256", "SHA256withRSA", "SHA-384", "SHA384withRSA", "SHA-512", "SHA512withRSA");

    private static BigInteger prime(String... hex) {
        return new BigInteger(String.join("", hex), 16);
    }

    /** A key pair of two primes. */
    record Pair(BigInteger p, BigInteger q) {
        BigInteger modulus() {
            return p.multiply(q);
        }

        BigInteger secret() {
            return E.modInverse(p.subtract(BigInteger.ONE).multiply(q.subtract(BigInteger.ONE)));
        }

        int length() {
            return (modulus().bitLength() + 7) / 8;
        }

        byte[] sign(String digest) throws GeneralSecurityException {
            Signature signer = Signature.getInstance(oracle(digest));
            signer.initSign(KeyFactory.getInstance("RSA").generatePrivate(new RSAPrivateKeySpec(modulus(), secret())));
            signer.update(MESSAGE);
            return signer.sign();
        }

        boolean oracleHolds(String digest, byte[] signature) throws GeneralSecurityException {
            PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus(), E));
            Signature verifier = Signature.getInstance(oracle(digest));
            verifier.initVerify(key);
            verifier.update(MESSAGE);
            try {
                return verifier.verify(signature);
            } catch (SignatureException anotherLength) {
                return false;
            }
        }

        /** What the secret key makes of an encoded message, whatever is in it. */
        byte[] sign(byte[] encoded) {
            return bytes(new BigInteger(1, encoded).modPow(secret(), modulus()), length());
        }
    }

    private static String oracle(String digest) {
        String name = ORACLES.get(digest);
        if (name == null) {
            throw new IllegalArgumentException(digest);
        }
        return name;
    }

    /** The number in so many bytes. */
    private static byte[] bytes(BigInteger number, int length) {
        byte[] signed = number.toByteArray();
        byte[] padded = new byte[length];
        int count = Math.min(length, signed.length);
        System.arraycopy(signed, signed.length - count, padded, length - count, count);
        return padded;
    }

    private static byte[] hash(String digest) throws GeneralSecurityException {
        return MessageDigest.getInstance(digest).digest(MESSAGE);
    }

    private static SubjectPublicKeyInfo spki(ASN1Encodable... parts) throws IOException {
        return new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier(RSA), DERNull.INSTANCE), new DERSequence(parts));
    }

    private static TimeKey key(BigInteger modulus, BigInteger exponent) throws IOException, TokenRefusedException {
        return TimeKey.of(spki(new ASN1Integer(modulus), new ASN1Integer(exponent)));
    }

    static TimeKey key(Pair pair) throws IOException, TokenRefusedException {
        return key(pair.modulus(), E);
    }

    private static byte[] joined(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** What is encoded, with as much padding in front of it as makes it 256 bytes. */
    private static byte[] encoded(String prefix, String pad, byte[] tail) {
        byte[] begin = hex(prefix);
        return joined(begin, hex(pad.repeat(256 - begin.length - tail.length)), tail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-256", "SHA-384", "SHA-512"})
    void signature_byTheOracle_holdsForItsDigestAlone(String digest) throws Exception {
        for (Pair pair : List.of(KEY, UNEVEN)) {
            byte[] signature = pair.sign(digest);
            assertEquals(pair.length(), signature.length);
            for (String other : ORACLES.keySet()) {
                assertEquals(other.equals(digest), key(pair).holds(other, hash(other), signature), other);
                assertEquals(other.equals(digest), pair.oracleHolds(other, signature), other);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2048, 256", "2054, 257"})
    void signature_isAsLongAsTheModulus(int bits, int bytes) throws Exception {
        Pair pair = bits == 2048 ? KEY : UNEVEN;
        assertEquals(bits, pair.modulus().bitLength());
        assertEquals(bytes, pair.sign("SHA-256").length);
        assertTrue(key(pair).holds("SHA-256", hash("SHA-256"), pair.sign("SHA-256")));
    }

    @Test
    void signature_overAnotherHash_doesNotHold() throws Exception {
        byte[] other = hash("SHA-256");
        other[31] ^= 1;
        assertFalse(key(KEY).holds("SHA-256", other, KEY.sign("SHA-256")));
        assertFalse(key(UNEVEN).holds("SHA-256", hash("SHA-256"), KEY.sign("SHA-256")));
    }

    /** A signature over an encoding that is not the one, by the right key. */
    record Forged(String name, byte[] encoded) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Forged> encodings() throws GeneralSecurityException {
        byte[] hash = hash("SHA-256");
        byte[] info = joined(hex(SHA256_INFO), hash);
        byte[] tail = joined(new byte[1], info);
        byte[] wrong = info.clone();
        wrong[18] ^= 1;
        byte[] shortPad = joined(hex("0001"), hex("ff".repeat(8)), tail);
        return List.of(
                new Forged("no padding", bytes(new BigInteger(1, info), 256)),
                new Forged("eight bytes of padding, the rest behind", Arrays.copyOf(shortPad, 256)),
                new Forged(
                        "a byte of padding less, one behind", joined(encoded("0001", "ff", joined(tail, hex("00"))))),
                new Forged("a byte of padding more", encoded("00", "ff", tail)),
                new Forged("padding in the place of what is zero", encoded("0001", "ff", info)),
                new Forged("padding of another byte", encoded("0001", "fe", tail)),
                new Forged("padding whose last byte is another", encoded("0001", "ff", joined(hex("fe"), tail))),
                new Forged("padding that begins with another", encoded("0001fe", "ff", tail)),
                new Forged("block type 0", encoded("0000", "00", tail)),
                new Forged("block type 2", encoded("0002", "ff", tail)),
                new Forged("no digest info", encoded("0001", "ff", joined(new byte[1], hash))),
                new Forged("a length that is another", encoded("0001", "ff", joined(new byte[1], wrong))),
                new Forged("a hash cut off", encoded("0001", "ff", Arrays.copyOf(tail, tail.length - 1))),
                new Forged("random content", encoded("0000", "5a", new byte[0])));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void encoding_thatIsAnother_doesNotHold(Forged forged) throws Exception {
        byte[] signature = KEY.sign(forged.encoded());
        assertFalse(key(KEY).holds("SHA-256", hash("SHA-256"), signature));
        assertFalse(KEY.oracleHolds("SHA-256", signature));
    }

    /** RFC 8017 lets a verifier take it; of two spellings this one takes one. */
    @Test
    void encoding_withoutItsNull_doesNotHold() throws Exception {
        byte[] tail = joined(new byte[1], hex(WITHOUT_NULL), hash("SHA-256"));
        assertFalse(key(KEY).holds("SHA-256", hash("SHA-256"), KEY.sign(encoded("0001", "ff", tail))));
    }

    /** The tests' own way to encode gives the right signature where nothing is wrong with it. */
    @Test
    void encoding_ofTheTests_isTheOracles() throws Exception {
        byte[] tail = joined(new byte[1], hex(SHA256_INFO), hash("SHA-256"));
        byte[] signature = KEY.sign(encoded("0001", "ff", tail));
        assertEquals(
                HexFormat.of().formatHex(KEY.sign("SHA-256")), HexFormat.of().formatHex(signature));
    }

    @Test
    void signature_inAnotherSpelling_doesNotHold() throws Exception {
        byte[] hash = hash("SHA-256");
        byte[] good = KEY.sign("SHA-256");
        BigInteger more = new BigInteger(1, good).add(KEY.modulus());
        byte[] uneven = UNEVEN.sign("SHA-256");
        BigInteger moreUneven = new BigInteger(1, uneven).add(UNEVEN.modulus());
        for (byte[] spelled : List.of(
                joined(new byte[1], good),
                joined(good, new byte[1]),
                Arrays.copyOf(good, 255),
                new byte[0],
                bytes(more, 257),
                new byte[256],
                bytes(KEY.modulus(), 256))) {
            assertFalse(key(KEY).holds("SHA-256", hash, spelled));
            assertFalse(KEY.oracleHolds("SHA-256", spelled));
        }
        // as long as the modulus: only its value tells that it is another spelling of a good one
        assertTrue(moreUneven.bitLength() <= 8 * uneven.length);
        assertFalse(key(UNEVEN).holds("SHA-256", hash, bytes(moreUneven, uneven.length)));
        assertFalse(UNEVEN.oracleHolds("SHA-256", bytes(moreUneven, uneven.length)));
    }

    /** Otherwise the bare hash under its padding would be a signature by any name. */
    @ParameterizedTest
    @ValueSource(strings = {"", "SHA-1", "SHA-224", "SHA256", "sha-256", "MD5", "NONE"})
    void digest_ofAnUnknownName_neverHolds(String name) throws Exception {
        byte[] hash = hash("SHA-256");
        byte[] bare = KEY.sign(encoded("0001", "ff", joined(new byte[1], hash)));
        assertFalse(key(KEY).holds(name, hash, bare));
        assertFalse(key(KEY).holds(name, hash, KEY.sign("SHA-256")));
    }

    private static BigInteger odd(int bits) {
        return BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
    }

    @ParameterizedTest
    @CsvSource({"2048, 3", "2049, 65537", "8192, 65537", "2048, 4294967295"})
    void key_withinTheBounds_isTaken(int bits, long exponent) throws Exception {
        TimeKey key = key(odd(bits), BigInteger.valueOf(exponent));
        assertEquals(new TimeKey.Rsa(odd(bits), BigInteger.valueOf(exponent)), key);
        assertEquals(RSA, key.algorithm());
    }

    @ParameterizedTest
    @CsvSource({"2047", "8193", "1024", "16384"})
    void key_ofAnotherSize_isRefused(int bits) {
        assertRefused("an odd RSA modulus of 2048 to 8192 bits", bits + " bits", odd(bits), E);
    }

    @Test
    void key_ofAnEvenModulus_isRefused() {
        BigInteger even = odd(2048).clearBit(0);
        assertRefused("an odd RSA modulus of 2048 to 8192 bits", "2048 bits", even, E);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 2", "65536, 17", "4294967296, 33", "4294967297, 33", "8589934591, 33"})
    void key_ofAnotherExponent_isRefused(long exponent, int bits) {
        assertRefused(
                "an odd public exponent of 2 to 32 bits", bits + " bits", odd(2048), BigInteger.valueOf(exponent));
    }

    private static void assertRefused(String expected, String actual, BigInteger modulus, BigInteger exponent) {
        TokenRefusedException refused = assertThrows(TokenRefusedException.class, () -> key(modulus, exponent));
        assertEquals(Code.TSA_TOKEN, refused.code());
        assertEquals(expected, refused.expected());
        assertEquals(actual, refused.actual());
    }

    @Test
    void key_thatIsNoAsn1_isRefused() {
        SubjectPublicKeyInfo broken = SubjectPublicKeyInfo.getInstance(new DERSequence(new ASN1Encodable[] {
            new AlgorithmIdentifier(new ASN1ObjectIdentifier(RSA), DERNull.INSTANCE),
            new DERBitString(new byte[] {0x30, 5, 2})
        }));
        TokenRefusedException refused = assertThrows(TokenRefusedException.class, () -> TimeKey.of(broken));
        assertEquals("an RSA key", refused.expected());
    }

    @Test
    void key_ofAnotherAlgorithm_isRefused() {
        SubjectPublicKeyInfo dsa = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10040.4.1")), new byte[] {2, 1, 5});
        TokenRefusedException refused = assertThrows(TokenRefusedException.class, () -> TimeKey.of(dsa));
        assertEquals("a key for ECDSA or RSA", refused.expected());
        assertEquals("1.2.840.10040.4.1", refused.actual());
    }
}
