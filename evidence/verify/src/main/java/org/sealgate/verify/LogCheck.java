package org.sealgate.verify;

import static org.sealgate.verify.TrustRoot.Proof.LOG;
import static org.sealgate.verify.TrustRoot.Proof.WITNESS;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.MerkleHash;
import org.sealgate.bundle.Part;
import org.sealgate.bundle.TlogProof;
import org.sealgate.bundle.VerifierKey;
import org.sealgate.verify.CheckResult.Because;
import org.sealgate.verify.CheckResult.NotChecked;

/**
 * Step 8: the statement's own entry is in a tree that its issuer's log has signed, witnesses have seen the tree where the trust root asks
 * for them, and the tree does not contradict what the reader of the evidence has seen of the log.
 */
final class LogCheck {
    private final Container container;
    private final Signed signed;
    private final KnownLogs logs;
    private final Set<TrustRoot.Proof> required;
    private final List<String> notes = new ArrayList<>();
    private final Problems warnings;
    private @Nullable Logged logged;

    LogCheck(Container container, Signed signed, KnownLogs logs, Set<TrustRoot.Proof> required, Problems warnings) {
        this.container = container;
        this.signed = signed;
        this.logs = logs;
        this.required = required;
        this.warnings = warnings;
    }

    /**
     * A statement's place in a log, proved.
     *
     * @param checkpoint whose tree holds the entry
     * @param note the checkpoint's bytes, which a time token is over
     * @param proof as it was read: files of a folder may have changed by the next reading
     * @param key whose signature the entry commits to; other signatures of the envelope may be younger than the entry
     */
    record Logged(Checkpoint checkpoint, Bytes note, TlogProof proof, TrustedKey key) {}

    CheckResult check(Expectations expectations) {
        LogHistory history = new LogHistory(logs, expectations, notes);
        if (!required.contains(LOG) && !required.contains(WITNESS)) {
            return history.isAsked()
                    ? new NotChecked(Because.UNKNOWN, "the bundle has no checkpoint to compare with: none is required")
                    : new NotChecked(Because.NOT_REQUIRED, "the trust root requires no log");
        }
        Problems problems = new Problems();
        Optional<byte[]> note = file(Names.LOG_CHECKPOINT, problems);
        Optional<byte[]> proof = file(Names.LOG_PROOF, problems);
        if (note.isEmpty() && required.contains(WITNESS)) {
            problems.add(Code.WITNESS_QUORUM, Names.LOG_CHECKPOINT, "a checkpoint that witnesses signed", "none");
        }
        Optional<KnownLogs.Opened> opened = note.flatMap(bytes -> logs.open(bytes, Names.LOG_CHECKPOINT, problems));
        opened.ifPresent(checkpoint -> {
            witnesses(checkpoint, problems);
            proof.ifPresent(bytes -> entry(bytes, checkpoint, problems));
        });
        history.compare(opened.map(KnownLogs.Opened::checkpoint), problems);
        if (problems.isEmpty() && history.isOpen()) {
            return new NotChecked(Because.UNKNOWN, "the bundle's checkpoint is newer than --log; give a newer copy");
        }
        if (!problems.isEmpty()) {
            logged = null;
        }
        return problems.result(opened.map(LogCheck::words).orElse(""));
    }

    /** The entry; empty where {@link #check} failed or had nothing to check. */
    Optional<Logged> logged() {
        return Optional.ofNullable(logged);
    }

    List<String> notes() {
        return notes;
    }

    private static String words(KnownLogs.Opened opened) {
        return "in " + opened.checkpoint().origin() + ", a tree of "
                + opened.checkpoint().size();
    }

    private Optional<byte[]> file(String name, Problems problems) {
        @Nullable Part part = container.parts().get(name);
        if (part == null) {
            problems.add(Code.LOG_PROOF_MISSING, name, "a proof, because the trust root requires a log", "none");
            return Optional.empty();
        }
        return Optional.of(part.bytes(ContainerCheck.MOST_JSON_BYTES));
    }

    private void witnesses(KnownLogs.Opened opened, Problems problems) {
        List<VerifierKey> cosigned = logs.witnesses(opened.note(), Names.LOG_CHECKPOINT, problems);
        if (cosigned.isEmpty()) {
            warnings.add(Code.WITNESS_NONE, Names.LOG_CHECKPOINT, "a witness of the trust root", "none");
        } else {
            notes.add("cosigned by "
                    + String.join(", ", cosigned.stream().map(VerifierKey::name).toList()));
        }
        if (!required.contains(WITNESS)) {
            return;
        }
        if (logs.policy().quorum().isEmpty()) {
            problems.add(Code.WITNESS_QUORUM, TrustRootReader.FILE + "#/logPolicy", "a quorum of witnesses", "none");
        }
        try {
            logs.policy().requireQuorum(cosigned);
        } catch (LogProofException refused) {
            problems.add(Names.LOG_CHECKPOINT, "the trust root's quorum of witnesses", refused);
        }
    }

    private void entry(byte[] file, KnownLogs.Opened opened, Problems problems) {
        TlogProof proof;
        try {
            proof = TlogProof.parse(file);
        } catch (LogProofException refused) {
            problems.add(Names.LOG_PROOF, "a tlog-proof@v1", refused);
            return;
        }
        Bytes note = Bytes.copyOf(opened.note().toBytes());
        if (!proof.checkpoint().equals(note)) {
            problems.add(
                    Code.LOG_INCLUSION, Names.LOG_PROOF, "the bytes of " + Names.LOG_CHECKPOINT, "another checkpoint");
        }
        Optional<Signed.Entry> entry = signed.entry();
        if (entry.isEmpty() || !proof.extra().equals(entry.map(Signed.Entry::body))) {
            String found = proof.extra().map(extra -> extra.sha256().text()).orElse("none");
            String expected = entry.map(own -> own.body().sha256().text()).orElse("an ECDSA P-256 signature");
            problems.add(Code.LOG_LEAF, Names.LOG_PROOF + "#extra", "the statement's own entry " + expected, found);
        }
        // an entry that is another statement's may still be in the log: then this is the one thing that is wrong
        proof.extra()
                .or(() -> entry.map(Signed.Entry::body))
                .ifPresent(body -> included(proof, body, opened, problems));
        if (problems.isEmpty()) {
            logged = entry.map(own -> new Logged(opened.checkpoint(), note, proof, own.key()))
                    .orElse(null);
        }
    }

    private static void included(TlogProof proof, Bytes body, KnownLogs.Opened opened, Problems problems) {
        Checkpoint checkpoint = opened.checkpoint();
        try {
            proof.inclusion(checkpoint.size()).verify(MerkleHash.leaf(body), checkpoint.root());
        } catch (LogProofException refused) {
            problems.add(Names.LOG_PROOF, "index " + proof.index() + " in a tree of " + checkpoint.size(), refused);
        }
    }
}
