package org.sealgate.engine.seal;

import java.security.SignatureException;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.sealgate.bundle.SignatureCheck;
import org.sealgate.bundle.VerifierKey;

/** Ed25519 as the engine's own command line checks it, over its own log: an auditor brings the verifier. */
public final class LogKeyCheck implements SignatureCheck {
    @Override
    public void verify(VerifierKey key, byte[] message, byte[] signature) throws SignatureException {
        Ed25519Signer check = new Ed25519Signer();
        try {
            check.init(false, new Ed25519PublicKeyParameters(key.key().toArray(), 0));
        } catch (IllegalArgumentException e) {
            throw new SignatureException("not an Ed25519 key", e);
        }
        check.update(message, 0, message.length);
        if (signature.length != Ed25519PublicKeyParameters.KEY_SIZE * 2 || !check.verifySignature(signature)) {
            throw new SignatureException("not this key's signature over this text");
        }
    }
}
