package org.sealgate.verify;

import static org.sealgate.verify.TrustRoot.Proof.LOG;
import static org.sealgate.verify.TrustRoot.Proof.SIGSTORE;
import static org.sealgate.verify.TrustRoot.Proof.TIME;
import static org.sealgate.verify.TrustRoot.Proof.VSA;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.EnvelopeException;
import org.sealgate.bundle.Part;
import org.sealgate.bundle.VerifierKey;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.derive.SigstoreBundle;
import org.sealgate.derive.VerificationSummary;

/**
 * The rest of step 7: what says the statement again in the words of others. Both files follow from what was verified; they are made
 * again and compared, but for a signature and a token, which must hold.
 */
final class RestatedCheck {
    private final Container container;
    private final TrustRoot root;
    private final Set<TrustRoot.Proof> required;
    private final Problems problems;

    RestatedCheck(Container container, TrustRoot root, Set<TrustRoot.Proof> required, Problems problems) {
        this.container = container;
        this.root = root;
        this.required = required;
        this.problems = problems;
    }

    /** @param logged the statement's entry; where there is none the step of the log has said why */
    void check(Decision decision, Signed signed, Optional<LogCheck.Logged> logged, TimeStamps stamps) {
        @Nullable Part summary = container.parts().get(Names.VSA);
        if (required.contains(VSA) && summary != null) {
            summary(decision, signed, summary.bytes(ContainerCheck.MOST_JSON_BYTES));
        }
        @Nullable Part sigstore = container.parts().get(Names.SIGSTORE);
        if (required.contains(SIGSTORE) && sigstore != null) {
            sigstore(signed, logged, stamps, sigstore.bytes(ContainerCheck.MOST_JSON_BYTES));
        }
    }

    private void summary(Decision decision, Signed signed, byte[] file) {
        DsseEnvelope envelope;
        try {
            envelope = DsseEnvelope.read(file);
        } catch (EnvelopeException refused) {
            problems.add(Code.VSA_MISMATCH, Names.VSA, "a signed summary", String.valueOf(refused.getMessage()));
            return;
        }
        signers(Signers.of(envelope, Names.VSA, root, KeyRole.DECISION), decision, signed);
        byte[] expected = VerificationSummary.payload(
                decision.statement(), Digest.sha256(signed.envelope().toBytes()));
        boolean typed = envelope.payloadType().equals(DecisionStatement.PAYLOAD_TYPE);
        if (!typed || !Arrays.equals(expected, envelope.payload().toArray())) {
            problems.add(
                    Code.VSA_MISMATCH,
                    Names.VSA,
                    "the summary of this decision, " + Digest.sha256(expected).text(),
                    envelope.payload().sha256().text());
        }
    }

    /** The gate made it, which may have changed its key between the decision and the bundle. */
    private void signers(Signers signers, Decision decision, Signed signed) {
        problems.addAll(signers.wrong());
        problems.addAll(signers.lacking());
        if (signers.lacking().isEmpty()) {
            String issuer = decision.predicate().object("issuer").text("id");
            new StatementCheck(root, signers.keys(), Names.VSA, problems).issuer(issuer, "#/predicate/verifier/id");
        }
        // the step for keys tells of the decision's own, and knows their time
        List<TrustedKey> others = new ArrayList<>(signers.keys());
        others.removeAll(signed.keys());
        KeysCheck.requireUnstolen(others, problems);
    }

    private void sigstore(Signed signed, Optional<LogCheck.Logged> logged, TimeStamps stamps, byte[] file) {
        if (logged.isEmpty()) {
            if (!required.contains(LOG)) {
                problems.add(Code.PROJECTION_MISMATCH, Names.SIGSTORE, "a log, which this file is about", "none");
            }
            return;
        }
        Optional<Bytes> token = required.contains(TIME) ? SigstoreBundle.tokenOf(file) : Optional.empty();
        Optional<byte[]> expected = again(signed, logged.get(), token, stamps);
        if (expected.isEmpty() || !Arrays.equals(expected.get(), file)) {
            problems.add(
                    Code.PROJECTION_MISMATCH,
                    Names.SIGSTORE,
                    expected.map(bytes -> Digest.sha256(bytes).text()).orElse("one that can be made again"),
                    Digest.sha256(file).text());
        }
    }

    private Optional<byte[]> again(Signed signed, LogCheck.Logged logged, Optional<Bytes> token, TimeStamps stamps) {
        Optional<VerifierKey> log = SigstoreBundle.logKey(root.logPolicy(), logged.note());
        Optional<DsseSignature> signature = signed.envelope().signatures().stream()
                .filter(each -> each.keyid().equals(logged.key().keyid()))
                .findFirst();
        if (log.isEmpty() || signature.isEmpty()) {
            return Optional.empty();
        }
        if (required.contains(TIME)) {
            stamp(token, signature.get(), stamps);
        }
        return Optional.of(new SigstoreBundle(
                        signed.envelope(), signature.get(), logged.key().spki(), log.get(), logged.proof(), token)
                .toBytes());
    }

    private void stamp(Optional<Bytes> token, DsseSignature signature, TimeStamps stamps) {
        try {
            byte[] der = token.orElseThrow(() -> new TokenRefusedException("a token over the signature", "none"))
                    .toArray();
            stamps.require(der, signature.sig().toArray());
        } catch (TokenRefusedException refused) {
            problems.add(refused.code(), Names.SIGSTORE, refused.expected(), refused.actual());
        }
    }
}
