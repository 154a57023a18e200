package org.sealgate.engine.seal;

import java.util.Map;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.DsseSignature;

/** The ML-DSA-65 keys that a trust root lists, revoked ones too, by keyid: what they sign, no entry of the log commits to. */
public final class SecondKeys {
    private final Map<String, MLDSAPublicKeyParameters> keys;

    SecondKeys(Map<String, MLDSAPublicKeyParameters> keys) {
        this.keys = Map.copyOf(keys);
    }

    /** The name of their algorithm in a statement. */
    public static String algorithm() {
        return KeyAlgorithm.ML_DSA_65.id();
    }

    /** Whether it says that it is of one of them; what it is worth {@link #require} tells. */
    public boolean isNamed(DsseSignature signature) {
        return keys.containsKey(signature.keyid());
    }

    /**
     * Returns where one of them has signed these bytes.
     *
     * @throws KeyProblem otherwise
     */
    public void require(DsseSignature signature, byte[] pae) {
        @Nullable MLDSAPublicKeyParameters key = keys.get(signature.keyid());
        if (key == null) {
            throw new KeyProblem("the trust root lists no ML-DSA-65 key " + signature.keyid());
        }
        MLDSASigner check = new MLDSASigner();
        check.init(false, key);
        check.update(pae, 0, pae.length);
        if (!check.verifySignature(signature.sig().toArray())) {
            throw new KeyProblem("the signature of the key " + signature.keyid() + " is not over this statement");
        }
    }
}
