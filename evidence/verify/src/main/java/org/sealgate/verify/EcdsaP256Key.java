package org.sealgate.verify;

import java.math.BigInteger;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;
import org.sealgate.bundle.Digest;

/**
 * ECDSA over NIST P-256 with SHA-256 (FIPS 186-5), signatures in DER (RFC 3279 section 2.2.3).
 *
 * <p>Stricter than the standard in two ways, so that a signature has one spelling: the DER is canonical, and {@code s} is at most
 * half the group's order. Of every pair of signatures (r, s) and (r, n − s) one is refused.
 *
 * <pre>{@code 30 44 02 20 <r, 32 bytes> 02 20 <s, 32 bytes>} </pre>
 */
final class EcdsaP256Key implements EvidenceKey {
    static final String ALGORITHM = "ecdsa-p256-sha256";

    /** SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING of 66 bytes } and the mark of an uncompressed point. */
    private static final String PREFIX = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";

    private static final ECNamedDomainParameters P256 = new ECNamedDomainParameters(
            SECObjectIdentifiers.secp256r1, CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1));
    private static final BigInteger HALF_ORDER = P256.getN().shiftRight(1);

    private final ECPublicKeyParameters key;

    private EcdsaP256Key(ECPublicKeyParameters key) {
        this.key = key;
    }

    /** Loads what verifying needs, by verifying something that fails: the base point as a key, and no message. */
    static void load() {
        ECDSASigner signer = new ECDSASigner();
        signer.init(false, new ECPublicKeyParameters(P256.getG(), P256));
        signer.verifySignature(new byte[32], BigInteger.ONE, BigInteger.ONE);
    }

    static EcdsaP256Key of(byte[] spki) throws KeyRefusedException {
        byte[] coordinates = EvidenceKey.content(spki, PREFIX, 64);
        BigInteger x = new BigInteger(1, coordinates, 0, 32);
        BigInteger y = new BigInteger(1, coordinates, 32, 32);
        BigInteger prime = P256.getCurve().getField().getCharacteristic();
        if (x.compareTo(prime) >= 0 || y.compareTo(prime) >= 0) {
            throw new KeyRefusedException(Code.KEY_WEAK, "a coordinate is not reduced");
        }
        ECPoint point = P256.getCurve().createPoint(x, y);
        // the group has a prime order: on the curve and not infinite (which has no such encoding) is all that can be
        // asked
        if (!point.isValid()) {
            throw new KeyRefusedException(Code.KEY_WEAK, "the point is not on the curve");
        }
        return new EcdsaP256Key(new ECPublicKeyParameters(point, P256));
    }

    @Override
    public void verify(byte[] message, byte[] signature) throws SignatureRefusedException {
        DerPair pair = DerPair.read(signature);
        requireRange(pair.r());
        requireRange(pair.s());
        if (pair.s().compareTo(HALF_ORDER) > 0) {
            throw new SignatureRefusedException("s is in the upper half: a second spelling of a signature");
        }
        ECDSASigner signer = new ECDSASigner();
        signer.init(false, key);
        if (!signer.verifySignature(Digest.sha256(message).bytes(), pair.r(), pair.s())) {
            throw new SignatureRefusedException("not this key's signature over these bytes");
        }
    }

    private static void requireRange(BigInteger number) throws SignatureRefusedException {
        if (number.signum() <= 0 || number.compareTo(P256.getN()) >= 0) {
            throw new SignatureRefusedException("r or s is not within 1 and the order of the group");
        }
    }

    /** Two INTEGERs in a SEQUENCE, in the one DER spelling. */
    private record DerPair(BigInteger r, BigInteger s) {
        static DerPair read(byte[] der) throws SignatureRefusedException {
            // below 128 bytes lengths have one byte; a pair of P-256 has at most 72
            if (der.length < 8 || der.length > 72 || der[0] != 0x30 || der[1] != der.length - 2) {
                throw notDer();
            }
            BigInteger r = integer(der, 2);
            int second = 4 + der[3];
            BigInteger s = integer(der, second);
            if (second + 2 + der[second + 1] != der.length) {
                throw notDer();
            }
            return new DerPair(r, s);
        }

        private static BigInteger integer(byte[] der, int at) throws SignatureRefusedException {
            if (at + 3 > der.length || der[at] != 0x02) {
                throw notDer();
            }
            int length = der[at + 1];
            if (length < 1 || length > 33 || at + 2 + length > der.length) {
                throw notDer();
            }
            boolean padded = length > 1 && der[at + 2] == 0 && der[at + 3] >= 0;
            if (padded || der[at + 2] < 0) {
                throw notDer();
            }
            return new BigInteger(der, at + 2, length);
        }

        private static SignatureRefusedException notDer() {
            return new SignatureRefusedException("not the canonical DER of two numbers");
        }
    }
}
