package org.sealgate.engine.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * What becomes visible when a record is on the disk: the index, then the claim is let go, then its named file, then the
 * answer. Files are made by two threads beside the committer, for each costs as much as a small force.
 */
final class Projections implements Committer.Projection {
    private static final Duration SWEEP_EVERY = Duration.ofDays(1);

    private final Index index;
    private final NamedFiles files;
    private final ObjectSweep sweep;
    private final Function<Integer, StoredRecord> reader;
    private final InstantSource clock;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, Projections::daemon);
    private final AtomicBoolean retrying = new AtomicBoolean();
    private Instant nextSweep;

    Projections(
            Index index,
            NamedFiles files,
            ObjectSweep sweep,
            Function<Integer, StoredRecord> reader,
            InstantSource clock) {
        this.index = index;
        this.files = files;
        this.sweep = sweep;
        this.reader = reader;
        this.clock = clock;
        this.nextSweep = clock.instant().plus(SWEEP_EVERY);
    }

    @Override
    public void committed(Ticket ticket, long location) {
        Ticket.Load load = ticket.load();
        DecisionRecord decision = load.decision();
        int position = index.add(Entry.of(decision, location));
        Committed committed = new Committed(decision.decisionId(), position, load.storedAt());
        String name = decision.fileName();
        if (name == null) {
            load.release().run();
            ticket.answer().complete(committed);
            return;
        }
        load.release().run();
        threads.execute(() -> make(ticket, decision, committed));
    }

    private void make(Ticket ticket, DecisionRecord decision, Committed committed) {
        try {
            files.make(decision);
            ticket.answer().complete(committed);
        } catch (IOException e) {
            // the record is on the disk and the caller asks again; the file is tried again until it is there
            files.expect(String.valueOf(decision.fileName()), Math.toIntExact(committed.position()));
            ticket.answer().completeExceptionally(unmade(decision, e));
        } catch (StoreFailure e) {
            ticket.answer().completeExceptionally(e);
        }
    }

    /**
     * Makes the file of a record where it is missing, before the record is shown to a caller who asks again. One that holds
     * something else is reported by health: the record, which is the truth, is what it was.
     */
    void require(StoredRecord record) {
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
                threads.shutdownNow();
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
