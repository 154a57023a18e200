package org.sealgate.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.EnvelopeException;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.derive.VerificationSummary;
import org.sealgate.engine.fsck.Fault;
import org.sealgate.engine.seal.KeyProblem;
import org.sealgate.engine.seal.Role;
import org.sealgate.engine.seal.TrustedKeys;
import org.sealgate.engine.seal.anchor.TokenCheck;
import org.sealgate.engine.store.DecisionRecord;

/** Judges what {@link Restatements} keeps of decisions, as an auditor with this installation's trust root would. */
record RestatedTrust(TrustedKeys keys) {
    /** What is wrong with the files of one decision, at least one of which is there. */
    List<Fault> faults(DecisionRecord record, SortedMap<String, Bytes> files) {
        List<Fault> faults = new ArrayList<>();
        DsseEnvelope envelope = BundleAssembly.envelope(record);
        Set<String> summaries = summaries(envelope, files);
        for (String what : files.keySet()) {
            Bytes content = files.getOrDefault(what, envelope.payload());
            if (summaries.contains(what)) {
                summary(envelope, content).ifPresent(why -> add(faults, Fault.Kind.DIFFERENT, record, what, why));
            } else if (what.equals(Restatements.TOKEN)) {
                token(envelope, content).ifPresent(why -> add(faults, Fault.Kind.DIFFERENT, record, what, why));
            } else {
                add(faults, Fault.Kind.EXTRA, record, what, "nothing of this name is made of this decision");
            }
        }
        // the summary is made before the token is asked for, so that a token alone has lost its summary
        if (keys.requires("vsa") && !files.containsKey(Restatements.SUMMARY)) {
            add(faults, Fault.Kind.MISSING, record, Restatements.SUMMARY, "the bundle was asked for and had one");
        }
        return faults;
    }

    /** The names that summaries can have: a further one only behind one that no longer stands, which is no fault of the files. */
    private Set<String> summaries(DsseEnvelope decision, SortedMap<String, Bytes> files) {
        Set<String> names = new HashSet<>();
        for (int nth = 1; nth <= Restatements.MOST_SUMMARIES; nth++) {
            String name = Restatements.summaryName(nth);
            names.add(name);
            @Nullable Bytes summary = files.get(name);
            if (summary == null || stands(summary, decision)) {
                break;
            }
        }
        return names;
    }

    private boolean stands(Bytes summary, DsseEnvelope decision) {
        try {
            return Restatements.stands(summary, decision, keys);
        } catch (EnvelopeException e) {
            return true;
        }
    }

    private static void add(List<Fault> faults, Fault.Kind kind, DecisionRecord record, String what, String why) {
        faults.add(new Fault(kind, "restated, " + what + " of decision " + record.decisionId(), why));
    }

    private Optional<String> summary(DsseEnvelope decision, Bytes file) {
        try {
            DsseEnvelope summary = DsseEnvelope.read(file.toArray());
            byte[] expected = VerificationSummary.payload(
                    JsonReader.readObject(decision.payload().toArray()),
                    Bytes.copyOf(decision.toBytes()).sha256());
            if (!Arrays.equals(expected, summary.payload().toArray())) {
                return Optional.of("it is not the summary of this decision");
            }
            keys.requireSignedOnce(summary, Role.DECISION);
            return Optional.empty();
        } catch (EnvelopeException | KeyProblem e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> token(DsseEnvelope decision, Bytes file) {
        @Nullable
        DsseSignature logged = decision.signatures().stream()
                .filter(signature -> keys.ecdsaKeys().containsKey(signature.keyid()))
                .findFirst()
                .orElse(null);
        if (logged == null) {
            return Optional.of("the decision has no signature that a token could be over");
        }
        try {
            TokenCheck.of(file.toArray())
                    .require(keys.timeAuthorities(), logged.sig().toArray());
            return Optional.empty();
        } catch (ProofUnavailableException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
