package org.sealgate.engine.seal.anchor;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.StatementSigner;

/** A key of a test, by the JDK. */
record P256Signer(KeyPair pair) implements StatementSigner {
    static P256Signer make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new P256Signer(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Bytes spki() {
        return Bytes.copyOf(pair.getPublic().getEncoded());
    }

    @Override
    public String keyid() {
        return spki().sha256().hex();
    }

    @Override
    public String algorithm() {
        return "ecdsa-p256-sha256";
    }

    @Override
    public byte[] sign(byte[] pae) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(pae);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
