package org.sealgate.engine.seal;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CheckpointSigner;
import org.sealgate.bundle.VerifierKey;

/** Ed25519 over the text of a checkpoint. Each signature is verified before it is released, as a decision's is. */
final class LogSigner implements CheckpointSigner {
    private final Ed25519PrivateKeyParameters privateKey;
    private final VerifierKey key;

    LogSigner(Ed25519PrivateKeyParameters privateKey, String origin) {
        this.privateKey = privateKey;
        this.key = new VerifierKey(
                origin,
                VerifierKey.Type.ED25519,
                Bytes.copyOf(privateKey.generatePublicKey().getEncoded()));
    }

    @Override
    public VerifierKey key() {
        return key;
    }

    @Override
    public byte[] sign(byte[] text) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, privateKey);
        signer.update(text, 0, text.length);
        byte[] signature = signer.generateSignature();
        Ed25519Signer check = new Ed25519Signer();
        check.init(false, privateKey.generatePublicKey());
        check.update(text, 0, text.length);
        if (!check.verifySignature(signature)) {
            throw new KeyProblem("a signature of the log's key does not verify; it is not released");
        }
        return signature;
    }
}
