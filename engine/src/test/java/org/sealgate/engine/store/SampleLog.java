package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CheckpointSigner;
import org.sealgate.bundle.VerifierKey;
import org.sealgate.engine.log.LogFiles;
import org.sealgate.engine.log.TransparencyLog;

/** The real log behind a store of tests. The leaf of a record is the text of its digest, so that a reader can make it again. */
final class SampleLog implements BatchLog {
    private final InstantSource clock;
    private @Nullable TransparencyLog log;

    SampleLog(InstantSource clock) {
        this.clock = clock;
    }

    TransparencyLog log() {
        return Objects.requireNonNull(log);
    }

    @Override
    public Bytes leaf(Journalled record) {
        return Bytes.copyOf(record.pae().text().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void begin(ProjectionFiles files) {
        log = new TransparencyLog(new SampleSigner(), clock, new Shown(files));
    }

    @Override
    public int restore(Bytes kept) throws IOException {
        return log().restore(kept);
    }

    @Override
    public void open(LongFunction<Bytes> leaves) throws IOException {
        log().open(leaves);
    }

    @Override
    public Bytes append(List<Bytes> leaves) {
        return log().append(leaves);
    }

    @Override
    public void forced() {
        log().forced();
    }

    @Override
    public void rolledBack() {
        log().rolledBack();
    }

    @Override
    public void publish() throws IOException {
        log().publish();
    }

    @Override
    public void close() {
        // nobody outside is asked
    }

    /** A key that everybody knows. */
    static final class SampleSigner implements CheckpointSigner {
        private static final Ed25519PrivateKeyParameters KEY = new Ed25519PrivateKeyParameters(new byte[32], 0);
        static final VerifierKey VERIFIER = new VerifierKey(
                "gate.example.org/log",
                VerifierKey.Type.ED25519,
                Bytes.copyOf(KEY.generatePublicKey().getEncoded()));

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

    private record Shown(ProjectionFiles files) implements LogFiles {
        @Override
        public Optional<Bytes> read(String name) throws IOException {
            return files.read(name);
        }

        @Override
        public long size(String name) throws IOException {
            return files.size(name);
        }

        @Override
        public boolean link(String name, Bytes content) throws IOException {
            return files.link(name, content);
        }

        @Override
        public boolean linkForced(String name, Bytes content) throws IOException {
            return files.linkForced(name, content);
        }

        @Override
        public void replace(String name, Bytes content) throws IOException {
            files.replace(name, content);
        }

        @Override
        public void delete(String name) throws IOException {
            files.delete(name);
        }

        @Override
        public List<String> names(String folder) throws IOException {
            return files.names(folder);
        }
    }
}
