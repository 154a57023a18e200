package org.sealgate.engine.seal.anchor;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.ContentSigner;
import org.sealgate.bundle.StatementSigner;

/** Our signer of P-256 where BouncyCastle asks for one of its own: the same nonces, and checked before release. */
public final class KeyContentSigner implements ContentSigner {
    private final StatementSigner key;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    public KeyContentSigner(StatementSigner key) {
        this.key = key;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    }

    @Override
    public OutputStream getOutputStream() {
        content.reset();
        return content;
    }

    @Override
    public byte[] getSignature() {
        return key.sign(content.toByteArray());
    }
}
