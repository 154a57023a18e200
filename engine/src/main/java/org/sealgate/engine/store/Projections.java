package org.sealgate.engine.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What becomes visible when a record is on the disk: the index, then the claim is let go, then the log, then its named file,
 * then the answer. Files are made by two threads beside the committer, for each costs as much as a small force.
 */
final class Projections implements Committer.Projection {
    private static final Duration SWEEP_EVERY = Duration.ofDays(1);

    private final Index index;
    private final BatchLog log;
    private final NamedFiles files;
    private final ObjectSweep sweep;
    private final Function<Integer, StoredRecord> reader;
    private final InstantSource clock;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, Projections::daemon);
    private final AtomicBoolean retrying = new AtomicBoolean();
    private Instant nextSweep;

    Projections(StoreStart started) {
        this.index = started.index;
        this.log = started.log;
        this.files = started.files;
        this.sweep = new ObjectSweep(started.disk, started.objects, started.records, started.clock);
        this.reader = started.records::at;
        this.clock = started.clock;
        this.nextSweep = clock.instant().plus(SWEEP_EVERY);
    }

    @Override
    public void committed(Ticket ticket, long location) {
        Ticket.Load load = ticket.load();
        int position = switch (load.record()) {
            case DecisionRecord decision -> index.add(Entry.of(decision, location));
            case StatementRecord statement -> index.addStatement(statement.stream(), location);
        };
        ticket.committed(new Committed(position, load.storedAt()));
        load.release().run();
    }

    @Override
    public void answer(List<Ticket> tickets, @Nullable IOException hidden) {
        for (Ticket ticket : tickets) {
            if (ticket.load().record() instanceof DecisionRecord decision && decision.fileName() != null) {
                threads.execute(new Making(ticket, decision, hidden));
            } else {
                answer(ticket, hidden);
            }
        }
    }

    /** Log before answer: where the log could not be shown yet the caller asks again, and finds the record. */
    private static void answer(Ticket ticket, @Nullable IOException hidden) {
        if (hidden == null) {
            ticket.answer().complete(ticket.committed());
        } else {
            ticket.answer().completeExceptionally(StoreFailure.unlogged(hidden));
        }
    }

    /** A file to be made, and whoever waits for it. */
    private final class Making implements Runnable {
        final Ticket ticket;
        private final DecisionRecord decision;
        private final @Nullable IOException hidden;

        Making(Ticket ticket, DecisionRecord decision, @Nullable IOException hidden) {
            this.ticket = ticket;
            this.decision = decision;
            this.hidden = hidden;
        }

        @Override
        public void run() {
            make(ticket, decision, hidden);
        }
    }

    /** What was not begun when the store was closed: the next start makes the file. */
    private static void drop(Runnable work) {
        if (work instanceof Making making) {
            making.ticket.answer().completeExceptionally(StoreFailure.closed());
        }
    }

    private void make(Ticket ticket, DecisionRecord decision, @Nullable IOException hidden) {
        try {
            files.makeNew(decision);
            answer(ticket, hidden);
        } catch (IOException e) {
            expectAgain(ticket, decision);
            ticket.answer().completeExceptionally(unmade(decision, e));
        } catch (StoreFailure e) {
            ticket.answer().completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            // whatever it is, a caller waits for its answer without a deadline, and nobody else would give it one
            expectAgain(ticket, decision);
            ticket.answer().completeExceptionally(unmade(decision, new IOException(e)));
            throw e;
        }
    }

    /** The record is on the disk and the caller asks again; the file is tried again until it is there. */
    private void expectAgain(Ticket ticket, DecisionRecord decision) {
        files.expect(
                String.valueOf(decision.fileName()),
                Math.toIntExact(ticket.committed().position()));
    }

    /**
     * Shows the log up to a record and makes the record's file where it is missing, before the record is shown to a caller who asks again. One that holds
     * something else is reported by health: the record, which is the truth, is what it was.
     */
    void require(StoredRecord record) {
        try {
            log.publish();
        } catch (IOException e) {
            throw StoreFailure.unlogged(e);
        }
        try {
            files.make(record.decision());
        } catch (IOException e) {
            throw unmade(record.decision(), e);
        } catch (StoreFailure e) {
            if (e.reason() != StoreFailure.Reason.NAMED_FILE) {
                throw e;
            }
        }
    }

    /** Files that could not be made are tried again; once a day unnamed objects go. */
    @Override
    public void idle() {
        boolean isDue = !clock.instant().isBefore(nextSweep);
        boolean isWork = isDue || !files.missing().isEmpty() || files.temps().hasUndeleted();
        if (!isWork || !retrying.compareAndSet(false, true)) {
            return;
        }
        if (isDue) {
            nextSweep = clock.instant().plus(SWEEP_EVERY);
        }
        try {
            threads.execute(() -> upkeep(isDue));
        } catch (RejectedExecutionException e) {
            // closing; the next start makes what is missing
            retrying.set(false);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow().forEach(Projections::drop);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void upkeep(boolean isDue) {
        try {
            files.temps().retryDeletes();
            files.missing().values().forEach(position -> retry(reader.apply(position)));
            if (isDue) {
                sweep.run();
            }
        } catch (IOException | StoreFailure e) {
            // what is still missing stays in the health report, and the next round tries again
        } finally {
            retrying.set(false);
        }
    }

    private void retry(StoredRecord record) {
        try {
            files.make(record.decision());
        } catch (IOException | StoreFailure e) {
            // stays missing, or is reported as foreign
        }
    }

    private static StoreFailure unmade(DecisionRecord decision, IOException cause) {
        return new StoreFailure(
                StoreFailure.Reason.NAMED_FILE, decision.fileName() + " could not be made yet: " + cause, cause);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "store-files");
        thread.setDaemon(true);
        return thread;
    }
}
