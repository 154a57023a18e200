package org.sealgate.engine.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.LogPolicy;
import org.sealgate.bundle.NoteSignature;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TimeSource;
import org.sealgate.bundle.VerifierKey;
import org.sealgate.bundle.Witness;

/** Who is asked about checkpoints: keys that everybody knows. */
final class SampleWitnesses {
    private SampleWitnesses() {}

    static Ed25519PrivateKeyParameters secret(String name) {
        return new Ed25519PrivateKeyParameters(
                Digest.sha256(name.getBytes(StandardCharsets.UTF_8)).bytes(), 0);
    }

    record SampleWitness(VerifierKey key, BiFunction<Bytes, Consistency, String> lines) implements Witness {
        @Override
        public String cosign(Bytes checkpoint, Consistency consistency) {
            return lines.apply(checkpoint, consistency);
        }
    }

    static Witness witness(BiFunction<Bytes, Witness.Consistency, String> lines) {
        return new SampleWitness(key("w1"), lines);
    }

    static VerifierKey key(String name) {
        return new VerifierKey(
                "w.example.org/" + name,
                VerifierKey.Type.COSIGNATURE_V1,
                Bytes.copyOf(secret(name).generatePublicKey().getEncoded()));
    }

    /** Signs whatever it is shown. */
    static Witness witness(String name) {
        VerifierKey key = key(name);
        return new SampleWitness(key, (checkpoint, consistency) -> {
            SignedNote note = SignedNote.parse(checkpoint.toArray());
            byte[] signed = SignedNote.cosigned(note.text(), 1771180200);
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, secret(name));
            signer.update(signed, 0, signed.length);
            byte[] signature = java.nio.ByteBuffer.allocate(72)
                    .putLong(1771180200)
                    .put(signer.generateSignature())
                    .array();
            return NoteSignature.of(key, signature).line() + "\n";
        });
    }

    /** All of these are required. */
    static Anchors anchors(SampleTree tree, List<Witness> witnesses, Optional<TimeSource> time) throws IOException {
        return anchors(tree, new Outside(witnesses, quorum(witnesses.size(), witnesses), time));
    }

    static Anchors anchors(SampleTree tree, Outside outside) throws IOException {
        Anchors anchors = new Anchors(tree.log, tree.files, outside, () -> tree.now);
        anchors.open();
        return anchors;
    }

    /** So many of these. */
    static LogPolicy quorum(int needed, List<Witness> witnesses) {
        if (needed == 0) {
            return LogPolicy.none();
        }
        List<LogPolicy.WitnessLine> lines = witnesses.stream()
                .map(Witness::key)
                .map(key -> new LogPolicy.WitnessLine(key.name(), key, Optional.empty()))
                .toList();
        List<String> names = lines.stream().map(LogPolicy.WitnessLine::name).toList();
        return new LogPolicy(List.of(), lines, List.of(new LogPolicy.GroupLine("g", needed, names)), Optional.of("g"));
    }

    static final ProofUnavailableException GONE = new ProofUnavailableException("WITNESS_UNREACHABLE", "no route");

    static Witness gone(String name) {
        return new SampleWitness(key(name), (checkpoint, consistency) -> {
            throw GONE;
        });
    }
}
