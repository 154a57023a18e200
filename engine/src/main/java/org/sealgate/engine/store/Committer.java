package org.sealgate.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;

/**
 * The one thread that writes the journal: takes what is waiting, appends it in one write, forces once, and only then lets
 * anybody see it.
 */
final class Committer {
    /** Takes what is on the disk, in order. */
    interface Projection {
        void committed(Ticket ticket, long location);

        /** They are in the log that others see: whoever waits may be told. Null where it could not be shown yet. */
        void answer(List<Ticket> tickets, @Nullable IOException hidden);

        /** Once in a while, between batches. */
        void idle();

        /** Nothing more comes. */
        void close();
    }

    /** What a batch comes from, when, and where it goes. */
    record Written(Sequence sequence, Pace pace, Journal journal, BatchLog log) {}

    private static final int BATCH_BYTES = 4 << 20;
    private static final long TICK_NANOS = Duration.ofMillis(100).toNanos();

    private final Sequence sequence;
    private final BlockingQueue<Ticket> queue;
    private final Pace pace;
    private final Journal journal;
    private final BatchLog log;
    private final Projection projection;
    private final LongSupplier nanos;
    private final long patienceNanos;
    private final Thread thread = new Thread(this::run, "store-committer");

    private volatile boolean closing;
    private volatile @Nullable StoreFailure failure;
    private volatile boolean dead;
    /** Why the log does not show all that is forced; null where it does. */
    private volatile @Nullable IOException hidden;

    private volatile @Nullable StoreFailure stopped;
    private volatile long batches;
    private volatile long failedBatches;
    private long lastTick;
    private List<Ticket> batch = List.of();

    Committer(Written written, Projection projection, Duration patience, LongSupplier nanos) {
        this.sequence = written.sequence;
        this.queue = sequence.queue();
        this.pace = written.pace;
        this.journal = written.journal;
        this.log = written.log;
        this.projection = projection;
        this.patienceNanos = patience.toNanos();
        this.nanos = nanos;
        this.lastTick = nanos.getAsLong();
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Null while batches hold and the log shows them; what the last one failed with, or what hides the log, otherwise. */
    @Nullable
    StoreFailure failure() {
        StoreFailure last = failure;
        IOException unseen = hidden;
        return last == null && unseen != null ? StoreFailure.unlogged(unseen) : last;
    }

    long batches() {
        return batches;
    }

    long failedBatches() {
        return failedBatches;
    }

    boolean isAlive() {
        return !closing && !dead;
    }

    /**
     * What is numbered now could be committed. Nothing is while the log cannot be shown: nobody could be answered, and what waits to
     * be shown waits in memory.
     */
    void requireAlive() {
        if (closing) {
            throw StoreFailure.closed();
        }
        StoreFailure last = failure;
        if (dead && last != null) {
            throw new StoreFailure(StoreFailure.Reason.FAILED_UNTIL_RESTART, String.valueOf(last.getMessage()), last);
        }
        // asked anew, so that the first caller after the disk is well again is served
        IOException unseen = hidden == null ? null : shown();
        if (unseen != null) {
            throw StoreFailure.unlogged(unseen);
        }
    }

    /** Nothing is written from here on, until a restart: what is stored is not what was written. */
    void stop(StoreFailure reason) {
        stopped = reason;
        queue.add(Ticket.waking());
    }

    /** Writes what is queued, tells the rest, and ends the journal in order. */
    void close() throws IOException {
        closing = true;
        queue.add(Ticket.waking());
        awaitEnd(thread);
        fail(sequence.rollBack(), StoreFailure.closed());
        try {
            if (failure == null) {
                journal.close();
            }
        } finally {
            projection.close();
            journal.closeFailed();
        }
    }

    /** Whoever closes a store waits for its threads, interrupted or not. */
    static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty()) {
                batch = take();
                if (!batch.isEmpty()) {
                    commit();
                }
                tick();
            }
        } catch (InterruptedException e) {
            die(new StoreFailure(StoreFailure.Reason.FAILED_UNTIL_RESTART, "the committer was interrupted", e));
        } catch (RuntimeException | Error e) {
            // Whatever it is, it is a defect, and the thread that guards every promise ends: nothing may be
            // acknowledged any more, and nobody may wait for ever.
            die(new StoreFailure(StoreFailure.Reason.FAILED_UNTIL_RESTART, "the committer ended: " + e, e));
            throw e;
        }
    }

    private List<Ticket> take() throws InterruptedException {
        List<Ticket> taken = new ArrayList<>();
        Ticket ticket = queue.poll(TICK_NANOS, TimeUnit.NANOSECONDS);
        if (ticket != null) {
            pace.await(() -> 1 + queue.size(), () -> closing);
        }
        int bytes = 0;
        while (ticket != null) {
            // one that was rolled back after it was queued has been answered already
            if (ticket.line().isQueued(ticket)) {
                taken.add(ticket);
                bytes += ticket.load().frame().remaining();
            }
            ticket = bytes < BATCH_BYTES ? queue.poll() : null;
        }
        return taken;
    }

    private void commit() {
        List<ByteBuffer> frames = new ArrayList<>(batch.size() + 1);
        List<Bytes> leaves = new ArrayList<>(batch.size());
        for (Ticket ticket : batch) {
            frames.add(ticket.load().frame());
            leaves.add(ticket.load().leaf());
        }
        frames.add(logged(log.append(leaves)));
        long[] locations = append(frames);
        if (locations == null) {
            log.rolledBack();
            return;
        }
        log.forced();
        // A stop from here on leaves records that are on the disk and that nobody was told of: start completes them.
        for (int i = 0; i < batch.size(); i++) {
            Ticket ticket = batch.get(i);
            ticket.line().forced(ticket);
            projection.committed(ticket, locations[i]);
        }
        projection.answer(batch, shown());
    }

    private static ByteBuffer logged(Bytes kept) {
        ByteBuffer frame = ByteBuffer.allocate(Frame.HEAD_BYTES + kept.size()).position(Frame.HEAD_BYTES);
        return Frame.seal(Frame.Type.LOG, frame.put(kept.buffer()));
    }

    /** Null where the log shows all that is forced. A stop in here leaves a log that lags behind; start shows the rest. */
    private @Nullable IOException shown() {
        try {
            log.publish();
            hidden = null;
            return null;
        } catch (IOException e) {
            hidden = e;
            return e;
        }
    }

    /** Null where it failed; then everybody who waits has been told. */
    private long @Nullable [] append(List<ByteBuffer> frames) {
        obey();
        if (dead) {
            fail(sequence.rollBack(), deadFailure());
            return null;
        }
        try {
            long[] locations = journal.append(frames);
            batches++;
            failure = null;
            return locations;
        } catch (IOException e) {
            failedBatches += frames.isEmpty() ? 0 : 1;
            StoreFailure failed = StoreFailure.disk("the journal could not be written", e);
            failure = failed;
            recover();
            fail(sequence.rollBack(), failed);
            return null;
        }
    }

    private void obey() {
        StoreFailure reason = stopped;
        if (reason != null && !dead) {
            dead = true;
            failure = reason;
        }
    }

    private void recover() {
        try {
            journal.recover();
        } catch (IOException | StoreFailure e) {
            dead = true;
            failure = new StoreFailure(
                    StoreFailure.Reason.FAILED_UNTIL_RESTART, "the journal could not be brought back: " + e, e);
            journal.closeFailed();
        }
    }

    private void tick() {
        long now = nanos.getAsLong();
        if (now - lastTick < TICK_NANOS) {
            return;
        }
        lastTick = now;
        obey();
        sequence.giveUpOverdue(now - patienceNanos);
        // what could not be shown is tried again without waiting for the next batch
        shown();
        if (failure != null && !dead) {
            // readiness keeps callers away, so the store has to find out by itself that there is room again
            append(List.of());
        }
        projection.idle();
    }

    private void die(StoreFailure reason) {
        dead = true;
        failure = reason;
        fail(sequence.rollBack(), reason);
        // those of the batch that have their answer keep it
        fail(batch, reason);
    }

    private StoreFailure deadFailure() {
        StoreFailure last = failure;
        return last == null
                ? new StoreFailure(StoreFailure.Reason.FAILED_UNTIL_RESTART, "the journal could not be brought back")
                : last;
    }

    private static void fail(List<Ticket> tickets, StoreFailure failure) {
        tickets.forEach(ticket -> ticket.fail(failure));
    }
}
