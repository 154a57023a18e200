package org.sealgate.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.LogPolicy;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.SignatureCheck;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.VerifierKey;

/**
 * The logs in which the entries of an issuer may be, by the trust root: opens their checkpoints.
 *
 * @param policy keys of logs and witnesses
 * @param origins of the issuer's logs
 * @param ed25519 strictly
 */
record KnownLogs(LogPolicy policy, Set<String> origins, SignatureCheck ed25519) {
    KnownLogs {
        origins = Set.copyOf(origins);
    }

    /** A note that is a checkpoint; signed by its log where no problem was added. */
    record Opened(SignedNote note, Checkpoint checkpoint) {}

    /** The logs of the rows for this issuer and those who signed. */
    static KnownLogs of(TrustRoot root, String issuer, List<TrustedKey> signers, SignatureCheck ed25519) {
        Set<String> origins = new TreeSet<>();
        for (TrustRoot.Issuer row : root.issuers()) {
            boolean signed = signers.stream().anyMatch(key -> key.controller().equals(row.controller()));
            if (signed && row.issuer().equals(issuer)) {
                row.origin().ifPresent(origins::add);
            }
        }
        return new KnownLogs(root.logPolicy(), origins, ed25519);
    }

    /** Reads a checkpoint and asks for its log's signature; empty where it is none. */
    Optional<Opened> open(byte[] file, String pointer, Problems problems) {
        Opened opened;
        try {
            SignedNote note = SignedNote.parse(file);
            opened = new Opened(note, Checkpoint.parse(note.text()));
        } catch (LogProofException refused) {
            problems.add(pointer, "a checkpoint in a signed note", refused);
            return Optional.empty();
        }
        Checkpoint checkpoint = opened.checkpoint();
        if (!checkpoint.extensions().isEmpty()) {
            problems.add(Code.CHECKPOINT_SYNTAX, pointer, "origin, size and root", "further lines");
        }
        if (!origins.contains(checkpoint.origin())) {
            problems.add(Code.LOG_ORIGIN, pointer, logs(), checkpoint.origin());
        }
        requireSigned(opened, pointer, problems);
        return Optional.of(opened);
    }

    /** What to call these logs. */
    String logs() {
        return origins.isEmpty() ? "a log that the trust root names" : String.join(" or ", new TreeSet<>(origins));
    }

    /** No known log's signature is wrong, and one of the right log is there. */
    private void requireSigned(Opened opened, String pointer, Problems problems) {
        String origin = opened.checkpoint().origin();
        // that it is another log's is said already; then any log of the trust root will do
        boolean ours = origins.contains(origin);
        boolean signed = false;
        for (LogPolicy.LogLine line : policy.logs()) {
            if (opened.note().names(line.key())) {
                requireHolds(opened.note(), line.key(), pointer, problems);
                signed |= !ours || line.key().name().equals(origin);
            }
        }
        if (!signed) {
            problems.add(Code.LOG_SIGNATURE, pointer, "a signature by " + logs(), "none");
        }
    }

    private void requireHolds(SignedNote note, VerifierKey key, String pointer, Problems problems) {
        try {
            note.verify(key, ed25519);
        } catch (LogProofException refused) {
            problems.add(pointer, "one signature by " + key.text(), refused);
        }
    }

    /** The witnesses that cosigned. A known witness's line that does not hold spoils the note, as a log's does. */
    List<VerifierKey> witnesses(SignedNote note, String pointer, Problems problems) {
        List<VerifierKey> cosigned = new ArrayList<>();
        for (LogPolicy.WitnessLine line : policy.witnesses()) {
            if (note.names(line.key())) {
                try {
                    note.verify(line.key(), ed25519);
                    cosigned.add(line.key());
                } catch (LogProofException refused) {
                    problems.add(
                            Code.WITNESS_QUORUM,
                            pointer,
                            "one cosignature by " + line.key().text(),
                            String.valueOf(refused.getMessage()));
                }
            }
        }
        return cosigned;
    }
}
