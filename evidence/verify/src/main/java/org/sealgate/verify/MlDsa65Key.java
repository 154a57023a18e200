package org.sealgate.verify;

import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** ML-DSA-65 (FIPS 204), pure, with the empty context; SPKI of RFC 9881. */
final class MlDsa65Key implements EvidenceKey {
    static final String ALGORITHM = "ml-dsa-65";

    private static final String PREFIX = "308207b2300b0609608648016503040312038207a100";
    private static final int PUBLIC_KEY = 1952;
    private static final int SIGNATURE = 3309;

    private final MLDSAPublicKeyParameters key;

    private MlDsa65Key(MLDSAPublicKeyParameters key) {
        this.key = key;
    }

    static MlDsa65Key of(byte[] spki) throws KeyRefusedException {
        byte[] encoded = EvidenceKey.content(spki, PREFIX, PUBLIC_KEY);
        return new MlDsa65Key(new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_65, encoded));
    }

    @Override
    public void verify(byte[] message, byte[] signature) throws SignatureRefusedException {
        if (signature.length != SIGNATURE) {
            throw new SignatureRefusedException("not " + SIGNATURE + " bytes");
        }
        MLDSASigner signer = new MLDSASigner();
        signer.init(false, key);
        signer.update(message, 0, message.length);
        if (!signer.verifySignature(signature)) {
            throw new SignatureRefusedException("not this key's signature over these bytes");
        }
    }
}
