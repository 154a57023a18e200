package org.sealgate.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CheckpointSigner;
import org.sealgate.bundle.VerifierKey;
import org.sealgate.engine.log.Outside;
import org.sealgate.engine.store.BatchLog;

/** The engine's log behind a store of tests. The leaf of a record is the text of its digest, so that a reader can make it again. */
public final class SampleLog {
    private static final Ed25519PrivateKeyParameters KEY = new Ed25519PrivateKeyParameters(new byte[32], 0);

    /** Of a key that everybody knows. */
    public static final VerifierKey VERIFIER = new VerifierKey(
            "gate.example.org/log",
            VerifierKey.Type.ED25519,
            Bytes.copyOf(KEY.generatePublicKey().getEncoded()));

    private SampleLog() {}

    /** Nobody outside is asked. */
    public static BatchLog at(InstantSource clock) {
        return new StoreLog(
                new SampleSigner(),
                clock,
                record -> Bytes.copyOf(record.pae().text().getBytes(UTF_8)),
                Outside.nobody());
    }

    private static final class SampleSigner implements CheckpointSigner {
        @Override
        public VerifierKey key() {
            return VERIFIER;
        }

        @Override
        public byte[] sign(byte[] text) {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, KEY);
            signer.update(text, 0, text.length);
            return signer.generateSignature();
        }
    }
}
