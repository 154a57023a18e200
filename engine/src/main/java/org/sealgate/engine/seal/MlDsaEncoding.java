package org.sealgate.engine.seal;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;

/** ML-DSA-65 keys as RFC 9881 writes them: the public key as it is, of the private key the seed alone. */
final class MlDsaEncoding {
    private static final AlgorithmIdentifier ML_DSA_65 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_ml_dsa_65);
    private static final int SEED = 32;

    private MlDsaEncoding() {}

    static byte[] spki(MLDSAPublicKeyParameters key) throws IOException {
        return new SubjectPublicKeyInfo(ML_DSA_65, key.getEncoded()).getEncoded("DER");
    }

    static byte[] privateKeyInfo(MLDSAPrivateKeyParameters key) throws IOException {
        return new PrivateKeyInfo(ML_DSA_65, new DERTaggedObject(false, 0, new DEROctetString(key.getSeed())))
                .getEncoded("DER");
    }

    /** The key, where this is one of this algorithm and form. */
    static Optional<MLDSAPrivateKeyParameters> read(byte[] privateKeyInfo) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(privateKeyInfo);
        if (!info.getPrivateKeyAlgorithm().equals(ML_DSA_65)) {
            return Optional.empty();
        }
        ASN1Primitive content = ASN1Primitive.fromByteArray(info.getPrivateKey().getOctets());
        if (!(content instanceof ASN1TaggedObject tagged) || tagged.getTagNo() != 0) {
            return Optional.empty();
        }
        byte[] seed = ASN1OctetString.getInstance(tagged, false).getOctets();
        return seed.length == SEED
                ? Optional.of(new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, Arrays.copyOf(seed, SEED)))
                : Optional.empty();
    }
}
