package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Random;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CheckpointSigner;
import org.sealgate.bundle.NoteSignature;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.VerifierKey;

/** A log's or a witness's private key of the tests, the same in every run. */
record TestNoteKey(Ed25519PrivateKeyParameters secret, VerifierKey key) implements CheckpointSigner {
    static TestNoteKey log(String name, long seed) {
        return of(name, VerifierKey.Type.ED25519, seed);
    }

    static TestNoteKey witness(String name, long seed) {
        return of(name, VerifierKey.Type.COSIGNATURE_V1, seed);
    }

    private static TestNoteKey of(String name, VerifierKey.Type type, long seed) {
        byte[] bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        Ed25519PrivateKeyParameters secret = new Ed25519PrivateKeyParameters(bytes);
        byte[] point = secret.generatePublicKey().getEncoded();
        return new TestNoteKey(secret, new VerifierKey(name, type, Bytes.copyOf(point)));
    }

    @Override
    public byte[] sign(byte[] text) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, secret);
        signer.update(text, 0, text.length);
        return signer.generateSignature();
    }

    /** The line under this text. */
    NoteSignature line(String text) {
        return NoteSignature.of(key, sign(text.getBytes(UTF_8)));
    }

    /** A witness's line, which says when it saw the text. */
    NoteSignature cosign(String text, long seconds) {
        byte[] signature = sign(SignedNote.cosigned(text, seconds));
        byte[] timed = ByteBuffer.allocate(72).putLong(seconds).put(signature).array();
        return NoteSignature.of(key, timed);
    }
}
