package org.sealgate.engine.store;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Kind;

/**
 * The store of one engine. In the order of one proposal:
 *
 * <pre>
 *   key    = store.claimKey(…)                     in progress, answered, reused, or ours
 *   claim  = store.claim(…)                        an allow's run id and file name: taken, or ours
 *   salt   = store.restricted().newSalt(id)        where something is withheld; forced
 *   ticket = store.number(stream, slot -> pae)     in order
 *            … signing, side by side
 *   store.commit(ticket, record).get(…)            forced, in order; then visible; then answered
 * </pre>
 *
 * Key, claim and ticket are closed in every case. A StoreFailure, from any of these, means that nothing was acknowledged.
 */
public final class EvidenceStore implements AutoCloseable {
    private static final Duration KEY_LIFE = Duration.ofHours(24);

    private final StoreStart started;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Records records;
    private final Claims claims = new Claims();
    private final Projections projections;
    private final Pace pace;
    private final Committer committer;
    private final Scrub scrub;

    EvidenceStore(StoreStart started, Duration ticketPatience, LongSupplier nanos) {
        this.started = started;
        this.clock = started.clock;
        this.nanos = nanos;
        this.records = started.records;
        this.projections = new Projections(started);
        this.pace = new Pace(nanos);
        Committer.Written written = new Committer.Written(started.sequence, pace, started.journal, started.log);
        this.committer = new Committer(written, projections, ticketPatience, nanos);
        this.scrub = new Scrub(started.indexes, committer::stop);
        committer.start();
    }

    /** Makes an empty store and its secret where there is none. */
    public static void initialise(StoreSettings settings) {
        try {
            StoreStart.initialise(settings, new PosixDisk(), new SecureRandom());
        } catch (IOException e) {
            throw StoreFailure.disk("the store could not be initialised", e);
        }
    }

    /** Opens a store that was initialised, alone, and repairs what a stop has left. The log is closed with it. */
    public static EvidenceStore open(StoreSettings settings, InstantSource clock, BatchLog log) {
        try {
            EvidenceStore store = new EvidenceStore(
                    new StoreStart(settings, new PosixDisk(), clock, new SecureRandom(), log),
                    settings.ticketPatience(),
                    System::nanoTime);
            store.scrub.start();
            return store;
        } catch (IOException e) {
            throw StoreFailure.disk("the store could not be opened", e);
        }
    }

    public Objects objects() {
        return started.objects;
    }

    public RestrictedStore restricted() {
        return started.restricted;
    }

    /** What was made of a decision when its bundle was first asked for, and is not made twice. */
    public ProjectionFiles restated() {
        return started.restated;
    }

    /** Where corrections are listed for people: made again from the statements at any time. */
    public ProjectionFiles patchLog() {
        return started.patchLog;
    }

    /** From now on this run of bytes, wherever it stands in a record's parts, is stored once. Nothing else shows it. */
    public void storeOnce(Bytes run) {
        started.repeats.keep(run);
    }

    /** A decision that is being made. Closed when it has been answered. */
    public interface Coming extends AutoCloseable {
        @Override
        void close();
    }

    /** Says that a decision is on its way to {@link #commit}: a batch that others start may wait a few milliseconds for it. */
    public Coming coming() {
        pace.comes();
        return pace::went;
    }

    /** Asks for an idempotency key; keys are remembered for 24 hours. */
    public KeyClaim claimKey(KeyRequest request) {
        KeyClaim.Fresh fresh = claims.hold(request);
        if (fresh == null) {
            return new KeyClaim.InProgress();
        }
        boolean keep = false;
        try {
            Optional<StoredRecord> first = findKey(request.caller(), request.kind(), request.key());
            keep = first.isEmpty();
            return first.<KeyClaim>map(record -> answered(record, request)).orElse(fresh);
        } finally {
            if (!keep) {
                fresh.close();
            }
        }
    }

    private KeyClaim answered(StoredRecord first, KeyRequest request) {
        if (!first.decision().requestMac().equals(request.requestMac())) {
            return new KeyClaim.Reused();
        }
        projections.require(first);
        return new KeyClaim.Answered(first);
    }

    /**
     * Asks for a run id and a file name. Where somebody holds either, waits for that one's commit: committed means taken,
     * given up means that it is ours. Not settled within {@code patience} is a StoreFailure, CLAIM_PENDING.
     */
    public RunClaim claim(RunRequest request, Duration patience) {
        RunClaim.Claimed claimed = claims.hold(request, patience);
        boolean keep = false;
        try {
            RunClaim outcome = lookUp(claimed);
            keep = outcome == claimed;
            return outcome;
        } catch (IOException e) {
            throw StoreFailure.disk("a file name could not be looked up", e);
        } finally {
            if (!keep) {
                claimed.close();
            }
        }
    }

    private RunClaim lookUp(RunClaim.Claimed claimed) throws IOException {
        RunRequest request = claimed.request();
        Optional<StoredRecord> winner =
                records.byRun(request.kind(), request.runId()).or(() -> records.byName(request.fileName()));
        if (winner.isPresent()) {
            return taken(winner.get(), request);
        }
        return started.files.isTaken(request.fileName()) ? new RunClaim.NameOccupied(request.fileName()) : claimed;
    }

    private RunClaim taken(StoredRecord winner, RunRequest request) {
        DecisionRecord decision = winner.decision();
        if (!decision.caller().equals(request.caller())
                || !decision.requestMac().equals(request.requestMac())
                || decision.kind() != request.kind()) {
            return new RunClaim.Taken(winner);
        }
        projections.require(winner);
        return new RunClaim.TakenBySame(winner);
    }

    /**
     * Gives the next number of a stream. {@code statement} makes the pre-authentication encoding of the statement for a
     * number and a predecessor; it is called once, in order, with the stream locked, so it is quick and calls nothing here.
     */
    public Ticket number(String stream, Function<Slot, byte[]> statement) {
        committer.requireAlive();
        Ticket ticket = started.sequence.line(stream).number(statement, nanos.getAsLong());
        // asked again: whoever closes the store now either sees this ticket among those to tell, or is seen here
        if (!committer.isAlive()) {
            ticket.close();
            committer.requireAlive();
        }
        return ticket;
    }

    /**
     * Hands a numbered and sealed decision over. The answer comes when it is forced and visible, or with a StoreFailure; it
     * comes on one of the store's threads, so wait for it, or go on elsewhere.
     */
    public CompletableFuture<Committed> commit(Ticket ticket, DecisionRecord record) {
        requireNumbered(ticket, record);
        Instant storedAt = clock.instant();
        Claims.Held held = claims.commit(record);
        boolean accepted = false;
        try {
            Ticket.Load load = new Ticket.Load(
                    record,
                    RecordCodec.frame(record, storedAt, started.repeats),
                    started.log.leaf(record),
                    storedAt,
                    () -> claims.settle(held));
            accepted = ticket.line().sealed(ticket, load);
            return ticket.answer();
        } finally {
            if (!accepted) {
                claims.settle(held);
            }
        }
    }

    /** The same for a statement that is no decision. */
    public CompletableFuture<Committed> commit(Ticket ticket, StatementRecord record) {
        requireNumbered(ticket, record);
        Instant storedAt = clock.instant();
        ticket.line()
                .sealed(
                        ticket,
                        new Ticket.Load(
                                record,
                                StatementCodec.frame(record, storedAt),
                                started.log.leaf(record),
                                storedAt,
                                () -> {}));
        return ticket.answer();
    }

    private static void requireNumbered(Ticket ticket, Journalled record) {
        if (!record.stream().equals(ticket.stream())
                || record.number() != ticket.slot().number()
                || !record.pae().equals(ticket.pae())) {
            throw new IllegalArgumentException("the record is not the one that was numbered");
        }
    }

    public Optional<StoredRecord> find(String decisionId) {
        return records.byId(decisionId);
    }

    /** The allow that has this run id. */
    public Optional<StoredRecord> findRun(Kind kind, String runId) {
        return records.byRun(kind, runId);
    }

    /**
     * A record that is about to be answered again: the log shows it and its named file is there when this returns. Where its
     * first answer failed at that, this is where it is made good.
     */
    public StoredRecord shown(StoredRecord record) {
        projections.require(record);
        return record;
    }

    /** The statements of a stream that is no caller's, in order. */
    public List<StoredStatement> statements(String stream) {
        return records.ofStream(stream);
    }

    /** What answered this key within the last 24 hours. */
    public Optional<StoredRecord> findKey(String caller, Kind kind, String key) {
        Instant since = clock.instant().minus(KEY_LIFE);
        return records.byKey(caller, kind, key)
                .filter(record -> record.storedAt().isAfter(since));
    }

    /** A caller's records in the order of commitment, from a cursor on; 0 is the start. */
    public Page list(String caller, long after, int limit) {
        return records.ofCaller(caller, after, limit);
    }

    /** All callers' records. */
    public Page listAll(long after, int limit) {
        return records.all(after, limit);
    }

    /** Every record, each checked again. */
    public void each(Consumer<StoredRecord> consumer) {
        records.each(0, consumer);
    }

    /** Reads at once what is otherwise read in time. */
    void scrub() {
        scrub.look();
    }

    /** Compares every named file with its record, makes what is missing, and names those that hold something else. */
    List<String> auditFiles() {
        records.each(0, record -> projections.require(record));
        return started.files.foreign();
    }

    public StoreHealth health() {
        StoreFailure failure = committer.failure();
        return new StoreHealth(
                failure == null ? null : failure.getMessage(),
                records.decisions(),
                committer.batches(),
                committer.failedBatches(),
                started.journal.bytes(),
                started.sequence.waiting(),
                List.copyOf(started.files.missing().keySet()),
                started.files.foreign());
    }

    /** Writes what was handed over, tells the rest that nothing was acknowledged, and lets the store go. */
    @Override
    public void close() {
        try (started;
                scrub) {
            committer.close();
        } catch (IOException e) {
            throw StoreFailure.disk("the store could not be closed in order; the next start repairs it", e);
        }
    }
}
