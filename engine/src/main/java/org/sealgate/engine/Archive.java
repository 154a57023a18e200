package org.sealgate.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.engine.store.DecisionRecord;
import org.sealgate.engine.store.EvidenceStore;
import org.sealgate.engine.store.Page;
import org.sealgate.engine.store.StoredRecord;
import org.sealgate.facts.Actor;

/** What was decided, for those who may read it: publishers their own, auditors all. */
public final class Archive {
    private final EvidenceStore store;
    private final BundleAssembly assembly;
    private final Proofs proofs;

    Archive(EvidenceStore store, Proofs proofs) {
        this.store = store;
        this.proofs = proofs;
        this.assembly = new BundleAssembly(store.objects());
    }

    /**
     * A recorded decision as it was answered.
     *
     * @param status the first answer's
     * @param body a receipt or a problem, byte for byte
     */
    public record Answered(String decisionId, int status, Bytes body) {}

    /**
     * A stretch of the list in the order of commitment.
     *
     * @param next cursor for what comes after
     */
    public record Stretch(List<Answered> decisions, long next) {
        public Stretch {
            decisions = List.copyOf(decisions);
        }
    }

    /** Empty where there is none, and just so where it is somebody else's. */
    public Optional<Answered> find(Actor reader, String decisionId) {
        return visible(reader, decisionId).map(StoredRecord::decision).map(Archive::answered);
    }

    /** From a cursor on, 0 for the start. */
    public Stretch list(Actor reader, long after, int limit) {
        Page page = isAuditor(reader) ? store.listAll(after, limit) : store.list(reader.id(), after, limit);
        return new Stretch(
                page.records().stream()
                        .map(StoredRecord::decision)
                        .map(Archive::answered)
                        .toList(),
                page.next());
    }

    /** The self-contained file of a decision; it is assembled while it is written, and the same bytes each time. */
    public Optional<Bundle> bundle(Actor reader, String decisionId) {
        return visible(reader, decisionId).map(this::bundle);
    }

    private Bundle bundle(StoredRecord record) {
        try {
            SortedMap<String, Bytes> proven = proofs.of(record);
            BundleFile file = out -> assembly.write(record.decision(), proven, out);
            return new Bundle.Ready(file);
        } catch (ProofUnavailableException e) {
            return new Bundle.NotYet(e.code());
        }
    }

    /** A bundle, once everything is there that the trust root requires of it. */
    public sealed interface Bundle {
        /** It can be written. */
        record Ready(BundleFile file) implements Bundle {}

        /** Ask again: somebody outside has not yet said what is needed. */
        record NotYet(String reason) implements Bundle {}
    }

    /** A bundle that is yet to be written. */
    @FunctionalInterface
    public interface BundleFile {
        void writeTo(OutputStream out) throws IOException;
    }

    private Optional<StoredRecord> visible(Actor reader, String decisionId) {
        return store.find(decisionId)
                .filter(record ->
                        isAuditor(reader) || record.decision().caller().equals(reader.id()));
    }

    private static boolean isAuditor(Actor reader) {
        return reader.apiRoles().contains("auditor");
    }

    private static Answered answered(DecisionRecord record) {
        return new Answered(record.decisionId(), record.status(), record.answer());
    }
}
