package org.sealgate.engine;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.bundle.StatementSigner;
import org.sealgate.bundle.TimeSource;
import org.sealgate.bundle.TlogProof;
import org.sealgate.bundle.VerifierKey;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.derive.SigstoreBundle;
import org.sealgate.derive.VerificationSummary;
import org.sealgate.engine.seal.Dsse;
import org.sealgate.engine.seal.KeyOutOfForce;
import org.sealgate.engine.seal.TrustedKeys;
import org.sealgate.engine.store.DecisionRecord;
import org.sealgate.engine.store.ProjectionFiles;

/**
 * What a bundle says again in the words of others: a verification summary and a file for Sigstore's clients. The summary's signature and
 * the token over the statement's are made when a bundle is first asked for, and are the same from then on; but for a summary whose key is
 * found stolen, in whose place another is made.
 */
final class Restatements {
    /** A summary, as it is kept. */
    static final String SUMMARY = "vsa.dsse.json";

    /** A token over the statement's signature, as it is kept. */
    static final String TOKEN = "signature.tsr";

    /** A summary is made again when the key that signed it is found stolen: this often. */
    static final int MOST_SUMMARIES = 100;

    private final ProjectionFiles files;
    private final TrustedKeys keys;
    private final List<StatementSigner> signers;
    private final Optional<TimeSource> time;

    Restatements(ProjectionFiles files, TrustedKeys keys, List<StatementSigner> signers, Optional<TimeSource> time) {
        this.files = files;
        this.keys = keys;
        this.signers = List.copyOf(signers);
        this.time = time;
    }

    /**
     * Adds what the trust root requires.
     *
     * @param bundle has the log's proof already, where there is one
     * @throws ProofUnavailableException where there is no time now
     */
    void add(DecisionRecord record, SortedMap<String, Bytes> bundle) throws IOException {
        if (keys.requires("vsa")) {
            bundle.put(VerificationSummary.FILE, standingSummary(record));
        }
        @Nullable Bytes proof = bundle.get("log/proof");
        if (keys.requires("sigstore") && proof != null) {
            bundle.put(SigstoreBundle.FILE, sigstore(record, TlogProof.parse(proof.toArray())));
        }
    }

    /** What the n-th summary of a decision, from 1 on, is kept as. */
    static String summaryName(int nth) {
        return nth == 1 ? SUMMARY : SUMMARY + "." + nth;
    }

    /**
     * Whether this trust root's auditors take a summary's signature: not by a key that was stolen since, unless that key signed the
     * decision as well. Of the decision's own signature the log's time tells whether it was made before; nothing tells it of a summary's.
     */
    static boolean stands(Bytes summary, DsseEnvelope decision, TrustedKeys keys) {
        Set<String> stolen = new HashSet<>(keys.compromised());
        decision.signatures().forEach(signature -> stolen.remove(signature.keyid()));
        return stolen.isEmpty()
                || DsseEnvelope.read(summary.toArray()).signatures().stream()
                        .noneMatch(signature -> stolen.contains(signature.keyid()));
    }

    /** The first that stands; what was given out before stays beside it. */
    private Bytes standingSummary(DecisionRecord record) throws IOException {
        DsseEnvelope decision = BundleAssembly.envelope(record);
        for (int nth = 1; nth <= MOST_SUMMARIES; nth++) {
            Bytes summary = fixed(record, summaryName(nth), () -> summary(record));
            if (stands(summary, decision, keys)) {
                return summary;
            }
        }
        throw new IOException("restated: " + MOST_SUMMARIES + " summaries of " + record.decisionId()
                + " are there, each by a key that was stolen");
    }

    private Bytes summary(DecisionRecord record) {
        DsseEnvelope envelope = BundleAssembly.envelope(record);
        byte[] payload = VerificationSummary.payload(
                JsonReader.readObject(envelope.payload().toArray()),
                Bytes.copyOf(envelope.toBytes()).sha256());
        try {
            return Bytes.copyOf(
                    Dsse.seal(DecisionStatement.PAYLOAD_TYPE, payload, signers).toBytes());
        } catch (KeyOutOfForce outOfForce) {
            throw new ProofUnavailableException(
                    "KEY_NOT_IN_FORCE", String.valueOf(outOfForce.getMessage()), outOfForce);
        }
    }

    private Bytes sigstore(DecisionRecord record, TlogProof proof) throws IOException {
        DsseEnvelope envelope = BundleAssembly.envelope(record);
        DsseSignature logged = envelope.signatures().stream()
                .filter(signature -> keys.ecdsaKeys().containsKey(signature.keyid()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(record.decisionId() + " has no P-256 signature"));
        Bytes spki = keys.ecdsaKeys().getOrDefault(logged.keyid(), logged.sig());
        VerifierKey log = SigstoreBundle.logKey(keys.logPolicy(), proof.checkpoint())
                .orElseThrow(() -> new IllegalStateException("the trust root does not name the log's key"));
        Optional<Bytes> token =
                keys.requires("time") ? Optional.of(fixed(record, TOKEN, () -> token(logged))) : Optional.empty();
        return Bytes.copyOf(new SigstoreBundle(envelope, logged, spki, log, proof, token).toBytes());
    }

    private Bytes token(DsseSignature signature) {
        return time.orElseThrow(() -> new ProofUnavailableException(
                        "TIME_NONE", "the trust root requires a time and no time source is set up"))
                .token(signature.sig().toArray());
    }

    /** The first that was made; of two that are made at once the one whose name was free. */
    private Bytes fixed(DecisionRecord record, String what, Supplier<Bytes> make) throws IOException {
        String id = record.decisionId();
        String name = id.substring(id.length() - 2) + "/" + id + "." + what;
        Optional<Bytes> there = files.read(name);
        if (there.isPresent()) {
            return there.get();
        }
        // A stop before the name is given leaves nothing that anybody has seen; after it, this is what everybody gets.
        files.linkForced(name, make.get());
        return files.read(name).orElseThrow(() -> new IOException("restated/" + name + " is gone"));
    }
}
