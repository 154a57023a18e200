package org.sealgate.verify;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * What time stamping authorities sign with, as far as it still counts: SHA-2 with a {@link TimeKey}. Neither MD5 nor SHA-1, in any place.
 */
final class TimeAlgorithms {
    private static final String SHA256 = "2.16.840.1.101.3.4.2.1";
    private static final String RSA_KEY = "1.2.840.113549.1.1.1";

    private static final Map<String, String> DIGESTS =
            Map.of(SHA256, "SHA-256", "2.16.840.1.101.3.4.2.2", "SHA-384", "2.16.840.1.101.3.4.2.3", "SHA-512");

    /** Signature algorithms with the digest that they name; RSA's own name, which CMS allows, leaves it to the signer. */
    private static final Map<String, String> SIGNATURES = Map.of(
            "1.2.840.10045.4.3.2", "SHA-256",
            "1.2.840.10045.4.3.3", "SHA-384",
            "1.2.840.10045.4.3.4", "SHA-512",
            "1.2.840.113549.1.1.11", "SHA-256",
            "1.2.840.113549.1.1.12", "SHA-384",
            "1.2.840.113549.1.1.13", "SHA-512");

    private TimeAlgorithms() {}

    static boolean isSha256(AlgorithmIdentifier algorithm) {
        return algorithm.getAlgorithm().getId().equals(SHA256) && isPlain(algorithm);
    }

    static byte[] digest(AlgorithmIdentifier algorithm, byte[] data) throws TokenRefusedException {
        return hash(digestName(algorithm), data);
    }

    private static String digestName(AlgorithmIdentifier algorithm) throws TokenRefusedException {
        String id = algorithm.getAlgorithm().getId();
        if (!DIGESTS.containsKey(id) || !isPlain(algorithm)) {
            throw new TokenRefusedException("SHA-256, SHA-384 or SHA-512", id);
        }
        return DIGESTS.getOrDefault(id, "");
    }

    private static byte[] hash(String name, byte[] data) {
        try {
            return MessageDigest.getInstance(name).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + name, e);
        }
    }

    private static boolean isPlain(AlgorithmIdentifier algorithm) {
        ASN1Encodable parameters = algorithm.getParameters();
        return parameters == null || DERNull.INSTANCE.equals(parameters);
    }

    /**
     * Returns where the signature is this key's over the message.
     *
     * @param digest the digest that the signer names besides, which must be the algorithm's
     */
    static void verify(
            TimeKey key, AlgorithmIdentifier algorithm, AlgorithmIdentifier digest, byte[] message, byte[] signature)
            throws TokenRefusedException {
        String id = algorithm.getAlgorithm().getId();
        String name = id.equals(RSA_KEY) ? digestName(digest) : SIGNATURES.getOrDefault(id, "");
        if (name.isEmpty() || !name.equals(digestName(digest)) || !isPlain(algorithm)) {
            throw new TokenRefusedException("a signature algorithm with SHA-2, and the same digest", id);
        }
        if (!id.startsWith(key instanceof TimeKey.Elliptic ? "1.2.840.10045." : "1.2.840.113549.")) {
            throw new TokenRefusedException("a key for the signature algorithm " + id, key.algorithm());
        }
        if (!key.holds(name, hash(name, message), signature)) {
            throw new TokenRefusedException("the authority's signature", "one that does not verify");
        }
    }

    /** The digest that a certificate's signature algorithm names, for where nobody else names one. */
    static AlgorithmIdentifier digestOf(AlgorithmIdentifier signature) throws TokenRefusedException {
        String name = SIGNATURES.getOrDefault(signature.getAlgorithm().getId(), "");
        for (Map.Entry<String, String> digest : DIGESTS.entrySet()) {
            if (digest.getValue().equals(name)) {
                return new AlgorithmIdentifier(new ASN1ObjectIdentifier(digest.getKey()));
            }
        }
        throw new TokenRefusedException(
                "a certificate signed with SHA-2", signature.getAlgorithm().getId());
    }

    static byte[] bits(ASN1BitString bits) throws TokenRefusedException {
        if (bits.getPadBits() != 0) {
            throw new TokenRefusedException("a signature in whole bytes", bits.getPadBits() + " bits over");
        }
        return bits.getBytes();
    }
}
