package org.sealgate.engine.seal.anchor;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CheckpointSigner;
import org.sealgate.bundle.VerifierKey;

/** A key of a test's log or witness. */
record NoteKey(VerifierKey key, byte[] secret) implements CheckpointSigner {
    static NoteKey make(String name, VerifierKey.Type type) {
        byte[] secret = new byte[Ed25519.SECRET_KEY_SIZE];
        new SecureRandom().nextBytes(secret);
        byte[] point = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(secret, 0, point, 0);
        return new NoteKey(new VerifierKey(name, type, Bytes.copyOf(point)), secret);
    }

    @Override
    public byte[] sign(byte[] text) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(secret, 0, text, 0, text.length, signature, 0);
        return signature;
    }
}
