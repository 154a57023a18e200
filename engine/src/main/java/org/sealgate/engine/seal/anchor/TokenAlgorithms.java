package org.sealgate.engine.seal.anchor;

import static org.sealgate.engine.seal.anchor.TokenRules.require;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.DefaultCMSSignatureAlgorithmNameGenerator;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.bc.BcECSignerInfoVerifierBuilder;
import org.bouncycastle.cms.bc.BcRSASignerInfoVerifierBuilder;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.bc.BcECContentVerifierProviderBuilder;
import org.bouncycastle.operator.bc.BcRSAContentVerifierProviderBuilder;

/** What auditors still count of what authorities sign with: SHA-2 with a key of a NIST curve, or RSA with PKCS #1 v1.5. */
final class TokenAlgorithms {
    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 8192;
    private static final int MOST_EXPONENT_BITS = 32;

    private static final Map<String, String> DIGESTS = Map.of(
            "2.16.840.1.101.3.4.2.1", "SHA-256",
            "2.16.840.1.101.3.4.2.2", "SHA-384",
            "2.16.840.1.101.3.4.2.3", "SHA-512");

    /** Signature algorithms with the digest that they name; RSA's own name, which CMS allows, leaves it to the signer. */
    private static final Map<String, String> SIGNATURES = Map.of(
            "1.2.840.10045.4.3.2", "SHA-256",
            "1.2.840.10045.4.3.3", "SHA-384",
            "1.2.840.10045.4.3.4", "SHA-512",
            "1.2.840.113549.1.1.11", "SHA-256",
            "1.2.840.113549.1.1.12", "SHA-384",
            "1.2.840.113549.1.1.13", "SHA-512");

    /** Bytes of a coordinate by curve. */
    private static final Map<String, Integer> CURVES =
            Map.of("1.2.840.10045.3.1.7", 32, "1.3.132.0.34", 48, "1.3.132.0.35", 66);

    private TokenAlgorithms() {}

    static boolean isSha256(AlgorithmIdentifier algorithm) {
        return algorithm.getAlgorithm().equals(NISTObjectIdentifiers.id_sha256) && isPlain(algorithm);
    }

    static byte[] digest(AlgorithmIdentifier algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(named(algorithm)).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + named(algorithm), e);
        }
    }

    private static String named(AlgorithmIdentifier digest) {
        String name = DIGESTS.getOrDefault(digest.getAlgorithm().getId(), "");
        require(!name.isEmpty() && isPlain(digest), "SHA-256, SHA-384 or SHA-512");
        return name;
    }

    /** A signer names its digest twice, in the signature's algorithm and beside it. */
    static void requireStrong(SignerInfo signer, SubjectPublicKeyInfo key) {
        AlgorithmIdentifier algorithm = signer.getDigestEncryptionAlgorithm();
        String digest = named(signer.getDigestAlgorithm());
        boolean byKeyAlone = algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
        require(
                byKeyAlone
                        || digest.equals(SIGNATURES.get(algorithm.getAlgorithm().getId())),
                "ECDSA or RSA (PKCS #1 v1.5) with the signer's SHA-2, not "
                        + algorithm.getAlgorithm().getId());
        requireFits(algorithm, key);
    }

    /** A certificate's signature says its digest by its own name. */
    static void requireStrong(AlgorithmIdentifier algorithm, SubjectPublicKeyInfo key) {
        require(
                SIGNATURES.containsKey(algorithm.getAlgorithm().getId()),
                "ECDSA or RSA (PKCS #1 v1.5) with SHA-2, not "
                        + algorithm.getAlgorithm().getId());
        requireFits(algorithm, key);
    }

    private static void requireFits(AlgorithmIdentifier algorithm, SubjectPublicKeyInfo key) {
        require(isPlain(algorithm), "a signature algorithm without parameters");
        boolean elliptic = algorithm.getAlgorithm().getId().startsWith("1.2.840.10045.");
        require(elliptic == isElliptic(key), "a key for the signature algorithm");
        if (elliptic) {
            requireCurve(key);
        } else {
            requireRsa(key);
        }
    }

    private static void requireCurve(SubjectPublicKeyInfo key) {
        byte[] point = key.getPublicKeyData().getBytes();
        String curve = ASN1ObjectIdentifier.getInstance(key.getAlgorithm().getParameters())
                .getId();
        int length = CURVES.getOrDefault(curve, 0);
        require(length > 0 && point.length == 1 + 2 * length && point[0] == 4, "a point of P-256, P-384 or P-521");
    }

    private static void requireRsa(SubjectPublicKeyInfo key) {
        require(key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption), "an RSA key");
        RSAPublicKey parts = RSAPublicKey.getInstance(key.getPublicKeyData().getBytes());
        int bits = parts.getModulus().bitLength();
        require(
                bits >= LEAST_RSA_BITS
                        && bits <= MOST_RSA_BITS
                        && parts.getModulus().testBit(0),
                "an odd RSA modulus of 2048 to 8192 bits");
        BigInteger exponent = parts.getPublicExponent();
        require(
                exponent.testBit(0)
                        && exponent.bitLength() <= MOST_EXPONENT_BITS
                        && exponent.compareTo(BigInteger.ONE) > 0,
                "an odd public exponent of 2 to 32 bits");
    }

    private static boolean isPlain(AlgorithmIdentifier algorithm) {
        return algorithm.getParameters() == null || DERNull.INSTANCE.equals(algorithm.getParameters());
    }

    static ContentVerifierProvider verifier(X509CertificateHolder certificate) throws OperatorCreationException {
        var digests = new DefaultDigestAlgorithmIdentifierFinder();
        return isElliptic(certificate.getSubjectPublicKeyInfo())
                ? new BcECContentVerifierProviderBuilder(digests).build(certificate)
                : new BcRSAContentVerifierProviderBuilder(digests).build(certificate);
    }

    static SignerInformationVerifier signerVerifier(X509CertificateHolder certificate)
            throws OperatorCreationException {
        var names = new DefaultCMSSignatureAlgorithmNameGenerator();
        var signatures = new DefaultSignatureAlgorithmIdentifierFinder();
        var digests = new DefaultDigestAlgorithmIdentifierFinder();
        var calculators = new BcDigestCalculatorProvider();
        return isElliptic(certificate.getSubjectPublicKeyInfo())
                ? new BcECSignerInfoVerifierBuilder(names, signatures, digests, calculators).build(certificate)
                : new BcRSASignerInfoVerifierBuilder(names, signatures, digests, calculators).build(certificate);
    }

    private static boolean isElliptic(SubjectPublicKeyInfo key) {
        return key.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey);
    }
}
