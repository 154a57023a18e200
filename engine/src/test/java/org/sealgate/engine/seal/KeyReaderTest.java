package org.sealgate.engine.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the reader of the engine's own keys takes, and every reason why it does not. */
class KeyReaderTest {
    private static final byte[] PASSPHRASE = {'p', 'a', 's', 's'};
    private static final ASN1ObjectIdentifier P256 = SECObjectIdentifiers.secp256r1;
    private static final X9ECParameters CURVE = SECNamedCurves.getByOID(P256);
    private static final BigInteger D =
            new BigInteger("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721", 16);

    @TempDir
    Path home;

    private Path place;

    @BeforeEach
    void keys() {
        new Installation(home, Clock.systemUTC(), new SecureRandom()).create("https://gate.example.org", "gate-1");
        place = home.resolve("keys/decision");
    }

    /** The key of the decision role from now on, under a passphrase that fits. */
    private void put(byte[] privateKeyInfo) throws IOException {
        put("passphrase", PASSPHRASE);
        put("key.pem", EncryptedPem.write(privateKeyInfo, PASSPHRASE, new SecureRandom()));
    }

    private void put(String name, byte[] content) throws IOException {
        Files.delete(place.resolve(name));
        Files.createFile(
                place.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(place.resolve(name), content);
    }

    private String refusal() {
        return String.valueOf(assertThrows(KeyProblem.class, () -> new KeyFolder(home).signer(Role.DECISION))
                .getMessage());
    }

    private static byte[] scalar(BigInteger d) {
        return BigIntegers.asUnsignedByteArray(32, d);
    }

    private static ASN1Encodable algorithm(ASN1Encodable curve) {
        return new DERSequence(new ASN1Encodable[] {X9ObjectIdentifiers.id_ecPublicKey, curve});
    }

    private static byte[] half(BigInteger d) {
        return CURVE.getG().multiply(d).normalize().getEncoded(false);
    }

    /** RFC 5915 within RFC 5958. */
    private static byte[] ec(ASN1Encodable curve, byte[] scalar, ASN1Encodable... more) throws IOException {
        List<ASN1Encodable> key = new ArrayList<>(List.of(new ASN1Integer(1), new DEROctetString(scalar)));
        key.addAll(List.of(more));
        return new DERSequence(new ASN1Encodable[] {
                    new ASN1Integer(0),
                    algorithm(curve),
                    new DEROctetString(new DERSequence(key.toArray(ASN1Encodable[]::new)).getEncoded())
                })
                .getEncoded();
    }

    private static byte[] jdk(String algorithm, String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec(curve));
        } else if (algorithm.equals("RSA")) {
            generator.initialize(Integer.parseInt(curve));
        }
        return generator.generateKeyPair().getPrivate().getEncoded();
    }

    @Test
    void key_asOthersWriteIt_isTaken() throws Exception {
        for (byte[] whole : List.of(
                ec(P256, scalar(D)),
                ec(P256, scalar(D), new DERTaggedObject(0, P256)),
                ec(P256, scalar(D), new DERTaggedObject(1, new DERBitString(half(D)))),
                jdk("EC", "secp256r1"))) {
            put(whole);
            assertEquals(
                    "ecdsa-p256-sha256",
                    new KeyFolder(home).signer(Role.DECISION).algorithm());
        }
    }

    private record Refused(String what, byte[] key, String sentence) {}

    private static List<Refused> ofAnotherKind() throws Exception {
        return List.of(
                new Refused("P-384", jdk("EC", "secp384r1"), "holds no key for ecdsa-p256-sha256"),
                new Refused("P-521", jdk("EC", "secp521r1"), "holds no key for ecdsa-p256-sha256"),
                new Refused(
                        "secp256k1",
                        ec(SECObjectIdentifiers.secp256k1, scalar(D)),
                        "holds no key for ecdsa-p256-sha256"),
                new Refused(
                        "curve spelt out",
                        ec(new X962Parameters(CURVE), scalar(D)),
                        "holds no key for ecdsa-p256-sha256"),
                new Refused("Ed25519", jdk("Ed25519", ""), "holds no key for ecdsa-p256-sha256"),
                new Refused("RSA of 1024 bits", jdk("RSA", "1024"), "holds no key for ecdsa-p256-sha256"),
                new Refused("ML-DSA-65", jdk("ML-DSA-65", ""), "holds no key for ecdsa-p256-sha256"));
    }

    private static List<Refused> weak() throws IOException {
        BigInteger order = CURVE.getN();
        return List.of(
                new Refused("nought", ec(P256, scalar(BigInteger.ZERO)), "holds no PKCS#8 private key"),
                new Refused("the order", ec(P256, scalar(order)), "holds no PKCS#8 private key"),
                new Refused("above the order", ec(P256, scalar(order.add(BigInteger.TWO))), "no PKCS#8 private key"),
                new Refused("one", ec(P256, scalar(BigInteger.ONE)), "is weak"),
                new Refused("minus one", ec(P256, scalar(order.subtract(BigInteger.ONE))), "is weak"),
                new Refused("a date", ec(P256, scalar(BigInteger.valueOf(20260215))), "is weak"));
    }

    private static List<Refused> otherSpellings() throws IOException {
        byte[] whole = ec(P256, scalar(D));
        byte[] long1 = new byte[whole.length + 1];
        long1[0] = whole[0];
        long1[1] = (byte) 0x81;
        System.arraycopy(whole, 1, long1, 2, whole.length - 1);
        byte[] indefinite = new BERSequence(new ASN1Encodable[] {
                    new ASN1Integer(0),
                    algorithm(P256),
                    new DEROctetString(
                            new DERSequence(new ASN1Encodable[] {new ASN1Integer(1), new DEROctetString(scalar(D))})
                                    .getEncoded())
                })
                .getEncoded();
        return List.of(
                new Refused("a byte behind", Arrays.copyOf(whole, whole.length + 1), "no PKCS#8 private key"),
                new Refused("a byte less", Arrays.copyOf(whole, whole.length - 1), "no PKCS#8 private key"),
                new Refused("a length in two bytes", long1, "is not in DER"),
                new Refused("without a length", indefinite, "is not in DER"),
                new Refused("a scalar of 33 bytes", ec(P256, BigIntegers.asUnsignedByteArray(33, D)), "RFC 5915"),
                new Refused("another curve within", ec(P256, scalar(D), within(SECObjectIdentifiers.secp384r1)), ""),
                new Refused(
                        "another's public half",
                        ec(P256, scalar(D), new DERTaggedObject(1, new DERBitString(half(D.add(BigInteger.ONE))))),
                        "public half that is not its own"));
    }

    private static ASN1Encodable within(ASN1ObjectIdentifier curve) {
        return new DERTaggedObject(0, curve);
    }

    @Test
    void key_ofAnotherKindWeakOrSpeltOtherwise_isRefusedWithItsReason() throws Exception {
        List<Refused> table = new ArrayList<>(ofAnotherKind());
        table.addAll(weak());
        table.addAll(otherSpellings());
        for (Refused row : table) {
            put(row.key());
            String said = refusal();
            assertTrue(said.contains(row.sentence()), () -> row.what() + ": " + said);
            assertTrue(said.contains("key.pem"), () -> row.what() + " does not say which file: " + said);
        }
    }

    @Test
    void file_readableByOthers_isRefused() throws IOException {
        for (String name : List.of("key.pem", "passphrase")) {
            for (String granted : List.of("rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx--x---")) {
                Path file = place.resolve(name);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(granted));
                String said = refusal();
                assertTrue(said.contains("chmod 600 " + file), () -> name + " " + granted + ": " + said);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        }
        new KeyFolder(home).signer(Role.DECISION);
    }
}
