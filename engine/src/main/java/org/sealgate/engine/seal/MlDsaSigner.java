package org.sealgate.engine.seal;

import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.sealgate.bundle.StatementSigner;

/** ML-DSA-65 (FIPS 204), pure, with the empty context; without chance, so that the same bytes sign the same. Verified before released. */
final class MlDsaSigner implements StatementSigner {
    private final MLDSAPrivateKeyParameters privateKey;
    private final MLDSAPublicKeyParameters publicKey;
    private final String keyid;

    MlDsaSigner(MLDSAPrivateKeyParameters privateKey, MLDSAPublicKeyParameters publicKey, String keyid) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.keyid = keyid;
    }

    @Override
    public String keyid() {
        return keyid;
    }

    @Override
    public String algorithm() {
        return KeyAlgorithm.ML_DSA_65.id();
    }

    @Override
    public byte[] sign(byte[] pae) {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, privateKey);
        signer.update(pae, 0, pae.length);
        byte[] signature;
        try {
            signature = signer.generateSignature();
        } catch (CryptoException e) {
            throw new KeyProblem("the key " + keyid + " made no signature", e);
        }
        MLDSASigner check = new MLDSASigner();
        check.init(false, publicKey);
        check.update(pae, 0, pae.length);
        if (!check.verifySignature(signature)) {
            throw new KeyProblem("a signature of the key " + keyid + " does not verify; it is not released");
        }
        return signature;
    }
}
