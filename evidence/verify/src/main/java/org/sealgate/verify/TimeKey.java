package org.sealgate.verify;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.jspecify.annotations.Nullable;

/** A key of a time stamping authority's certificate: of a NIST curve, or RSA of 2048 to 8192 bits. */
sealed interface TimeKey {
    /** Its algorithm's OID. */
    String algorithm();

    /**
     * Whether the signature is this key's.
     *
     * @param digest SHA-256, SHA-384 or SHA-512
     * @param hash by this digest
     * @throws TokenRefusedException where the signature is spelled in another way than the one
     */
    boolean holds(String digest, byte[] hash, byte[] signature) throws TokenRefusedException;

    static TimeKey of(SubjectPublicKeyInfo key) throws TokenRefusedException {
        String type = key.getAlgorithm().getAlgorithm().getId();
        return switch (type) {
            case Elliptic.ALGORITHM -> Elliptic.read(key);
            case Rsa.ALGORITHM -> Rsa.read(key);
            default -> throw new TokenRefusedException("a key for ECDSA or RSA", type);
        };
    }

    /** ECDSA; what the library works out of a key for verifying faster stays with the key. */
    record Elliptic(ECPublicKeyParameters key) implements TimeKey {
        private static final String ALGORITHM = "1.2.840.10045.2.1";

        private static Elliptic read(SubjectPublicKeyInfo key) throws TokenRefusedException {
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
            return new Elliptic(new ECPublicKeyParameters(parameters.getCurve().decodePoint(encoded), parameters));
        }

        @Override
        public String algorithm() {
            return ALGORITHM;
        }

        @Override
        public boolean holds(String digest, byte[] hash, byte[] signature) throws TokenRefusedException {
            BigInteger[] pair = pair(signature);
            ECDSASigner signer = new ECDSASigner();
            signer.init(false, key);
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
            } catch (IOException | IllegalArgumentException e) {
                throw new TokenRefusedException("two numbers in DER", e.toString());
            }
        }
    }

    /** RSA with the padding of PKCS #1 v1.5 (RFC 8017 section 8.2). */
    record Rsa(BigInteger modulus, BigInteger exponent) implements TimeKey {
        private static final String ALGORITHM = "1.2.840.113549.1.1.1";
        private static final int LEAST_BITS = 2048;
        private static final int MOST_BITS = 8192;

        /** DigestInfo (RFC 8017 section 9.2) up to the digest itself. */
        private static final Map<String, String> DIGEST_INFO = Map.of(
                "SHA-256", "3031300d060960864801650304020105000420",
                "SHA-384", "3041300d060960864801650304020205000430",
                "SHA-512", "3051300d060960864801650304020305000440");

        private static Rsa read(SubjectPublicKeyInfo key) throws TokenRefusedException {
            try {
                RSAPublicKey parts = RSAPublicKey.getInstance(key.parsePublicKey());
                Rsa rsa = new Rsa(parts.getModulus(), parts.getPublicExponent());
                rsa.requireUsable();
                return rsa;
            } catch (IOException e) {
                throw new TokenRefusedException("an RSA key", e.toString());
            }
        }

        private void requireUsable() throws TokenRefusedException {
            int bits = modulus.bitLength();
            if (bits < LEAST_BITS || bits > MOST_BITS || !modulus.testBit(0)) {
                throw new TokenRefusedException("an odd RSA modulus of 2048 to 8192 bits", bits + " bits");
            }
            if (!exponent.testBit(0) || exponent.bitLength() > 32 || exponent.equals(BigInteger.ONE)) {
                throw new TokenRefusedException(
                        "an odd public exponent of 2 to 32 bits", exponent.bitLength() + " bits");
            }
        }

        @Override
        public String algorithm() {
            return ALGORITHM;
        }

        /** By comparing with the one encoding that is right, never by reading the one that came. */
        @Override
        public boolean holds(String digest, byte[] hash, byte[] signature) {
            int length = (modulus.bitLength() + 7) / 8;
            BigInteger value = new BigInteger(1, signature);
            @Nullable String named = DIGEST_INFO.get(digest);
            if (named == null || signature.length != length || value.compareTo(modulus) >= 0) {
                return false;
            }
            byte[] info = HexFormat.of().parseHex(named);
            byte[] encoded = new byte[length];
            Arrays.fill(encoded, (byte) 0xff);
            encoded[0] = 0;
            encoded[1] = 1;
            System.arraycopy(hash, 0, encoded, length - hash.length, hash.length);
            System.arraycopy(info, 0, encoded, length - hash.length - info.length, info.length);
            encoded[length - hash.length - info.length - 1] = 0;
            return new BigInteger(1, encoded).equals(value.modPow(exponent, modulus));
        }
    }
}
