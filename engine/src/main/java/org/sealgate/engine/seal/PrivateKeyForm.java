package org.sealgate.engine.seal;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.util.Arrays;

/** A private key is taken in one spelling only: what two readers could take for two keys is none. */
final class PrivateKeyForm {
    private static final int SCALAR_BYTES = 32;

    private PrivateKeyForm() {}

    /** @throws KeyProblem where it is not DER, to the last byte */
    static void requireDer(byte[] privateKeyInfo, String name) throws IOException {
        byte[] inner =
                PrivateKeyInfo.getInstance(privateKeyInfo).getPrivateKey().getOctets();
        if (!isDer(privateKeyInfo) || !isDer(inner)) {
            throw new KeyProblem(name + " is not in DER; make it with: sealgate keys init");
        }
    }

    private static boolean isDer(byte[] encoded) throws IOException {
        return Arrays.areEqual(ASN1Primitive.fromByteArray(encoded).getEncoded(ASN1Encoding.DER), encoded);
    }

    /**
     * Of a key of P-256 (RFC 5915): a scalar of 32 bytes, and where curve or public half are told again, the same ones.
     *
     * @throws KeyProblem otherwise, and where the scalar is one that anybody would try
     */
    static void requireP256(byte[] privateKeyInfo, ECPrivateKeyParameters key, ECPublicKeyParameters half, String name)
            throws IOException {
        ASN1Sequence form = ASN1Sequence.getInstance(
                PrivateKeyInfo.getInstance(privateKeyInfo).getPrivateKey().getOctets());
        ECPrivateKey told = ECPrivateKey.getInstance(form);
        ASN1Encodable curve = told.getParametersObject();
        boolean isPlain = ASN1OctetString.getInstance(form.getObjectAt(1)).getOctetsLength() == SCALAR_BYTES
                && (curve == null || curve.equals(SECObjectIdentifiers.secp256r1));
        if (!isPlain) {
            throw new KeyProblem(name + " spells its key otherwise than RFC 5915; make it with: sealgate keys init");
        }
        if (told.getPublicKey() != null
                && !Arrays.areEqual(told.getPublicKey().getOctets(), half.getQ().getEncoded(false))) {
            throw new KeyProblem(name + " names a public half that is not its own");
        }
        BigInteger order = key.getParameters().getN();
        if (key.getD().bitLength() < order.bitLength() / 2
                || order.subtract(key.getD()).bitLength() < order.bitLength() / 2) {
            throw new KeyProblem(name + " is weak: its scalar was not drawn at random");
        }
    }
}
