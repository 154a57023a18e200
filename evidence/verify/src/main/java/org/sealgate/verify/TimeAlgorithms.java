package org.sealgate.verify;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;

/**
 * What time stamping authorities sign with, as far as it still counts: SHA-2 with ECDSA over the NIST curves or with RSA (PKCS #1 v1.5) of
 * 2048 to 8192 bits. Neither MD5 nor SHA-1, in any place.
 */
final class TimeAlgorithms {
    private static final String SHA256 = "2.16.840.1.101.3.4.2.1";
    private static final String EC_KEY = "1.2.840.10045.2.1";
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

    /** DigestInfo of PKCS #1 (RFC 8017 section 9.2) up to the digest itself. */
    private static final Map<String, String> DIGEST_INFO = Map.of(
            "SHA-256", "3031300d060960864801650304020105000420",
            "SHA-384", "3041300d060960864801650304020205000430",
            "SHA-512", "3051300d060960864801650304020305000440");

    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 8192;

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
            SubjectPublicKeyInfo key,
            AlgorithmIdentifier algorithm,
            AlgorithmIdentifier digest,
            byte[] message,
            byte[] signature)
            throws TokenRefusedException {
        String id = algorithm.getAlgorithm().getId();
        String name = id.equals(RSA_KEY) ? digestName(digest) : SIGNATURES.getOrDefault(id, "");
        if (name.isEmpty() || !name.equals(digestName(digest)) || !isPlain(algorithm)) {
            throw new TokenRefusedException("a signature algorithm with SHA-2, and the same digest", id);
        }
        boolean elliptic = id.startsWith("1.2.840.10045.");
        String type = key.getAlgorithm().getAlgorithm().getId();
        if (!type.equals(elliptic ? EC_KEY : RSA_KEY)) {
            throw new TokenRefusedException("a key for the signature algorithm " + id, type);
        }
        byte[] hash = hash(name, message);
        boolean holds = elliptic ? ecdsa(key, hash, signature) : rsa(key, name, hash, signature);
        if (!holds) {
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

    private static boolean ecdsa(SubjectPublicKeyInfo key, byte[] hash, byte[] signature) throws TokenRefusedException {
        ASN1ObjectIdentifier curve =
                ASN1ObjectIdentifier.getInstance(key.getAlgorithm().getParameters());
        int bytes = switch (curve.getId()) {
            case "1.2.840.10045.3.1.7" -> 32;
            case "1.3.132.0.34" -> 48;
            case "1.3.132.0.35" -> 66;
            default -> throw new TokenRefusedException("P-256, P-384 or P-521", curve.getId());
        };
        var parameters = new ECNamedDomainParameters(curve, CustomNamedCurves.getByOID(curve));
        byte[] encoded = key.getPublicKeyData().getBytes();
        if (encoded.length != 1 + 2 * bytes || encoded[0] != 4) {
            throw new TokenRefusedException("an uncompressed point", "another encoding");
        }
        ECPoint point = parameters.getCurve().decodePoint(encoded);
        BigInteger[] pair = pair(signature);
        ECDSASigner signer = new ECDSASigner();
        signer.init(false, new ECPublicKeyParameters(point, parameters));
        return signer.verifySignature(hash, pair[0], pair[1]);
    }

    private static BigInteger[] pair(byte[] signature) throws TokenRefusedException {
        DerShape.require(signature);
        try {
            ASN1Sequence sequence = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(signature));
            if (sequence.size() == 2
                    && Arrays.equals(new DERSequence(sequence.toArray()).getEncoded("DER"), signature)) {
                return new BigInteger[] {
                    ASN1Integer.getInstance(sequence.getObjectAt(0)).getValue(),
                    ASN1Integer.getInstance(sequence.getObjectAt(1)).getValue()
                };
            }
            throw new TokenRefusedException("two numbers in DER", "another spelling");
        } catch (java.io.IOException | IllegalArgumentException e) {
            throw new TokenRefusedException("two numbers in DER", e.toString());
        }
    }

    /** By comparing with the one encoding that is right, never by reading the one that came. */
    private static boolean rsa(SubjectPublicKeyInfo key, String name, byte[] hash, byte[] signature)
            throws TokenRefusedException {
        org.bouncycastle.asn1.pkcs.RSAPublicKey parts;
        try {
            parts = org.bouncycastle.asn1.pkcs.RSAPublicKey.getInstance(key.parsePublicKey());
        } catch (java.io.IOException e) {
            throw new TokenRefusedException("an RSA key", e.toString());
        }
        BigInteger modulus = parts.getModulus();
        BigInteger exponent = parts.getPublicExponent();
        int bits = modulus.bitLength();
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS || !modulus.testBit(0)) {
            throw new TokenRefusedException("an RSA key of 2048 to 8192 bits", bits + " bits");
        }
        if (!exponent.testBit(0) || exponent.bitLength() > 32 || exponent.compareTo(BigInteger.TWO) < 0) {
            throw new TokenRefusedException("an odd public exponent of 2 to 32 bits", exponent.bitLength() + " bits");
        }
        int length = (bits + 7) / 8;
        BigInteger value = new BigInteger(1, signature);
        if (signature.length != length || value.compareTo(modulus) >= 0) {
            return false;
        }
        byte[] info = java.util.HexFormat.of().parseHex(DIGEST_INFO.getOrDefault(name, ""));
        byte[] encoded = new byte[length];
        Arrays.fill(encoded, (byte) 0xff);
        encoded[0] = 0;
        encoded[1] = 1;
        System.arraycopy(hash, 0, encoded, length - hash.length, hash.length);
        System.arraycopy(info, 0, encoded, length - hash.length - info.length, info.length);
        encoded[length - hash.length - info.length - 1] = 0;
        return new BigInteger(1, encoded).equals(value.modPow(exponent, modulus));
    }

    static byte[] bits(ASN1BitString bits) throws TokenRefusedException {
        if (bits.getPadBits() != 0) {
            throw new TokenRefusedException("a signature in whole bytes", bits.getPadBits() + " bits over");
        }
        return bits.getBytes();
    }
}
