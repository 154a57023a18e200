package org.sealgate.engine;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.StatementSigner;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.engine.seal.Dsse;
import org.sealgate.engine.store.Committed;
import org.sealgate.engine.store.DecisionRecord;
import org.sealgate.engine.store.EvidenceStore;
import org.sealgate.engine.store.Slot;
import org.sealgate.engine.store.StoreFailure;
import org.sealgate.engine.store.Ticket;

/** The last steps: number, seal, commit, answer. */
final class Sealing {
    private final EvidenceStore store;
    private final List<StatementSigner> signers;
    private final Issuer issuer;
    private final ReleaseInForce release;

    Sealing(EvidenceStore store, List<StatementSigner> signers, Issuer issuer, ReleaseInForce release) {
        this.store = store;
        this.signers = List.copyOf(signers);
        this.issuer = issuer;
        this.release = release;
    }

    /** Seals and records a draft; an allow is committed under the claim that its caller holds. */
    GateAnswer commit(Proceeding proceeding, Draft draft) {
        String stream = issuer.instance() + "/" + proceeding.request().caller().id();
        Numbered numbered = new Numbered(draft.statement(), stream);
        try (Ticket ticket = store.number(stream, numbered::pae)) {
            DsseEnvelope envelope = Dsse.seal(DecisionStatement.PAYLOAD_TYPE, numbered.payload(), signers);
            Bytes answer = Answers.body(new Answers.Facts(
                    draft.finding(),
                    draft.statement(),
                    numbered.sequence(),
                    envelope.payload().sha256(),
                    draft.violations(),
                    draft.winner()));
            DecisionRecord record = record(proceeding, draft, ticket, envelope, answer);
            await(store.commit(ticket, record));
            return new GateAnswer.Recorded(draft.finding(), draft.finding().status(), answer, proceeding.decisionId());
        }
    }

    /** Every ticket is settled by the committer, forced or failed; nothing is answered before that. */
    private static void await(CompletableFuture<Committed> commit) {
        try {
            commit.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreFailure failure) {
                throw failure;
            }
            throw e;
        }
    }

    private DecisionRecord record(
            Proceeding proceeding, Draft draft, Ticket ticket, DsseEnvelope envelope, Bytes answer) {
        boolean publishes = draft.finding() == GateAnswer.Finding.ALLOWED;
        SortedMap<String, Bytes> parts = new TreeMap<>(draft.parts());
        parts.put(Parts.STATEMENT, envelope.payload());
        parts.put(Parts.SIGNATURES, signatures(envelope));
        SortedMap<String, Digest> shared = new TreeMap<>(draft.objects());
        shared.put(Carried.LISTING, release.listing(proceeding.request().kind()));
        DecisionStatement statement = draft.statement();
        return new DecisionRecord(
                proceeding.decisionId(),
                proceeding.request().caller().id(),
                proceeding.request().kind(),
                statement.about().outcome(),
                publishes ? runId(statement) : null,
                publishes ? statement.subjectName() : null,
                publishes ? (parts.containsKey(Parts.SUBJECT) ? Parts.SUBJECT : Parts.PROPOSAL) : null,
                ticket.stream(),
                ticket.slot().number(),
                ticket.pae(),
                proceeding.request().idempotencyKey().orElse(null),
                proceeding.requestMac(),
                draft.finding().status(),
                answer,
                parts,
                shared);
    }

    private static String runId(DecisionStatement statement) {
        return statement.authorityEnvelope().orElseThrow().object("provenance").text("run_id");
    }

    /** The envelope's signatures, as the journal keeps them. */
    static Bytes signatures(DsseEnvelope envelope) {
        return Bytes.copyOf(CanonicalJson.rfc8785(Json.array(
                envelope.signatures().stream().map(Sealing::signature).toList())));
    }

    private static Json signature(DsseSignature signature) {
        return Json.object()
                .put("keyid", signature.keyid())
                .put(
                        "sig",
                        java.util.Base64.getEncoder()
                                .encodeToString(signature.sig().toArray()))
                .build();
    }

    /** A statement on its way through the stream's line: the payload exists once its number does. */
    private static final class Numbered {
        private final DecisionStatement statement;
        private final String stream;
        private DecisionStatement.@org.jspecify.annotations.Nullable Sequence sequence;
        private byte @org.jspecify.annotations.Nullable [] payload;

        Numbered(DecisionStatement statement, String stream) {
            this.statement = statement;
            this.stream = stream;
        }

        byte[] pae(Slot slot) {
            sequence = new DecisionStatement.Sequence(
                    stream, slot.number(), java.util.Optional.ofNullable(slot.previous()));
            payload = statement.payload(sequence);
            return DsseEnvelope.pae(DecisionStatement.PAYLOAD_TYPE, payload);
        }

        DecisionStatement.Sequence sequence() {
            return java.util.Objects.requireNonNull(sequence, "numbered");
        }

        byte[] payload() {
            return java.util.Objects.requireNonNull(payload, "numbered");
        }
    }
}
