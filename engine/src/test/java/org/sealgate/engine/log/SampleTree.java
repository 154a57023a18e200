package org.sealgate.engine.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CheckpointSigner;
import org.sealgate.bundle.SignatureCheck;
import org.sealgate.bundle.VerifierKey;

/** A log on memory with a journal that keeps what it is given. */
final class SampleTree {
    static final Instant NOW = Instant.parse("2026-02-15T18:30:00.131Z");

    final MemoryFiles files;
    final List<Bytes> journal = new ArrayList<>();
    final List<Bytes> leaves = new ArrayList<>();
    TransparencyLog log;
    Instant now = NOW;

    SampleTree() {
        this(new MemoryFiles());
    }

    SampleTree(MemoryFiles files) {
        this.files = files;
        this.log = new TransparencyLog(new Key(), () -> now, files);
    }

    static Bytes leaf(long n) {
        return Bytes.copyOf(("entry " + n).getBytes(StandardCharsets.UTF_8));
    }

    /** A batch that holds. */
    void grow(int count) throws IOException {
        append(count);
        log.forced();
        log.publish();
    }

    /** A batch that is in the journal and not shown. */
    void append(int count) {
        List<Bytes> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batch.add(leaf(leaves.size() + i));
        }
        journal.add(log.append(batch));
        leaves.addAll(batch);
    }

    /** The next start, with what the journal has. */
    SampleTree restarted() throws IOException {
        return restarted(files);
    }

    SampleTree restarted(MemoryFiles found) throws IOException {
        SampleTree next = new SampleTree(found);
        next.journal.addAll(journal);
        next.leaves.addAll(leaves);
        next.now = now;
        for (Bytes kept : journal) {
            next.log.restore(kept);
        }
        next.log.open(index -> leaves.get((int) index));
        return next;
    }

    /** A key that everybody knows. */
    static final class Key implements CheckpointSigner, SignatureCheck {
        private static final Ed25519PrivateKeyParameters PRIVATE = new Ed25519PrivateKeyParameters(new byte[32], 0);

        @Override
        public VerifierKey key() {
            return new VerifierKey(
                    "gate.example.org/log",
                    VerifierKey.Type.ED25519,
                    Bytes.copyOf(PRIVATE.generatePublicKey().getEncoded()));
        }

        @Override
        public byte[] sign(byte[] text) {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, PRIVATE);
            signer.update(text, 0, text.length);
            return signer.generateSignature();
        }

        @Override
        public void verify(VerifierKey key, byte[] message, byte[] signature) throws SignatureException {
            Ed25519Signer check = new Ed25519Signer();
            check.init(false, PRIVATE.generatePublicKey());
            check.update(message, 0, message.length);
            if (!check.verifySignature(signature)) {
                throw new SignatureException("another");
            }
        }
    }
}
