package org.sealgate.engine.store;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;

/**
 * A number in a stream, to be committed or given up. Close it in every case: after a commit closing does nothing, before
 * that it gives the number back, and whoever was numbered after it in the same stream is told to ask again.
 */
public final class Ticket implements AutoCloseable {
    /** How far it is; changed under the lock of its line. */
    enum State {
        NUMBERED,
        SEALED,
        QUEUED,
        SETTLED
    }

    private final Line line;
    private final Slot slot;
    private final Digest pae;
    private final long bornNanos;
    private final CompletableFuture<Committed> answer = new CompletableFuture<>();

    State state = State.NUMBERED;
    private @Nullable Load load;
    private @Nullable Committed committed;

    /** What is to be committed, with its leaf, and what has to be let go when that is settled either way. */
    record Load(Journalled record, ByteBuffer frame, Bytes leaf, Instant storedAt, Runnable release) {}

    Ticket(Line line, Slot slot, Digest pae, long bornNanos) {
        this.line = line;
        this.slot = slot;
        this.pae = pae;
        this.bornNanos = bornNanos;
    }

    public String stream() {
        return line.stream();
    }

    public Slot slot() {
        return slot;
    }

    /** SHA-256 of the pre-authentication encoding that was numbered. */
    public Digest pae() {
        return pae;
    }

    /** One that is nobody's: it only wakes the thread that waits for tickets. */
    static Ticket waking() {
        Line nobodys = new Line("", ticket -> {});
        Ticket ticket = new Ticket(nobodys, new Slot(1, null), Digest.sha256(), 0);
        ticket.state = State.SETTLED;
        return ticket;
    }

    @Override
    public void close() {
        line.giveUp(this, "given up by its holder");
    }

    Line line() {
        return line;
    }

    long bornNanos() {
        return bornNanos;
    }

    void load(Load sealed) {
        load = sealed;
    }

    Load load() {
        Load sealed = load;
        if (sealed == null) {
            throw new IllegalStateException("an empty ticket was queued");
        }
        return sealed;
    }

    void committed(Committed where) {
        committed = where;
    }

    Committed committed() {
        Committed where = committed;
        if (where == null) {
            throw new IllegalStateException("not committed");
        }
        return where;
    }

    CompletableFuture<Committed> answer() {
        return answer;
    }

    /** Never under a lock: whoever waits may run on this thread. */
    void fail(StoreFailure failure) {
        if (load != null) {
            load.release().run();
        }
        answer.completeExceptionally(failure);
    }
}
