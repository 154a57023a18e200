package org.sealgate.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.StatementSigner;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.derive.RefusalSummary;
import org.sealgate.derive.Times;
import org.sealgate.engine.seal.Dsse;
import org.sealgate.engine.seal.KeyProblem;
import org.sealgate.engine.store.EvidenceStore;
import org.sealgate.engine.store.Slot;
import org.sealgate.engine.store.StatementRecord;
import org.sealgate.engine.store.StoreFailure;
import org.sealgate.engine.store.Ticket;

/** Once a minute a signed statement of what left no record of its own. A minute without refusals has none. */
final class RefusalSummaries implements AutoCloseable {
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    /** No caller has such an id, so that no caller's stream is this one. */
    private static final String STREAM = "/~refusals";

    private final EvidenceStore store;
    private final List<StatementSigner> signers;
    private final Issuer issuer;
    private final RefusalCounts counts;
    private final Clock clock;
    private final Thread thread = new Thread(this::run, "refusal-summaries");
    private volatile boolean closing;
    private Instant from;

    RefusalSummaries(
            EvidenceStore store, List<StatementSigner> signers, Issuer issuer, RefusalCounts counts, Clock clock) {
        this.store = store;
        this.signers = List.copyOf(signers);
        this.issuer = issuer;
        this.counts = counts;
        this.clock = clock;
        this.from = clock.instant();
        thread.setDaemon(true);
    }

    RefusalSummaries start() {
        thread.start();
        return this;
    }

    private void run() {
        long next = System.nanoTime() + MINUTE_NANOS;
        while (!closing) {
            LockSupport.parkNanos(next - System.nanoTime());
            if (!closing && System.nanoTime() - next >= 0) {
                next += MINUTE_NANOS;
                summarise();
            }
        }
    }

    /** Seals and records what was counted since the last time; what the store does not take is counted again. */
    synchronized void summarise() {
        Instant until = clock.instant();
        SortedMap<String, Long> taken = counts.take();
        if (taken.isEmpty()) {
            from = until;
            return;
        }
        try {
            commit(new RefusalSummary(
                    issuer.uri(), issuer.engineVersion(), Times.format(from), Times.format(until), taken));
            from = until;
        } catch (StoreFailure | KeyProblem e) {
            counts.giveBack(taken);
        }
    }

    private void commit(RefusalSummary summary) {
        String stream = issuer.instance() + STREAM;
        try (Ticket ticket = store.number(stream, slot -> pae(summary, stream, slot))) {
            byte[] payload = payload(summary, stream, ticket.slot());
            DsseEnvelope envelope = Dsse.seal(DecisionStatement.PAYLOAD_TYPE, payload, signers);
            StatementRecord record = new StatementRecord(
                    stream, ticket.slot().number(), ticket.pae(), envelope.payload(), Sealing.signatures(envelope));
            store.commit(ticket, record).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreFailure failure ? failure : e;
        }
    }

    private static byte[] pae(RefusalSummary summary, String stream, Slot slot) {
        return DsseEnvelope.pae(DecisionStatement.PAYLOAD_TYPE, payload(summary, stream, slot));
    }

    private static byte[] payload(RefusalSummary summary, String stream, Slot slot) {
        return summary.payload(
                new DecisionStatement.Sequence(stream, slot.number(), Optional.ofNullable(slot.previous())));
    }

    /** Records what was counted until now. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        summarise();
    }
}
