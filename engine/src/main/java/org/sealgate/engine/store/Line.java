package org.sealgate.engine.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Digest;
import org.sealgate.engine.store.Ticket.State;

/**
 * One stream's numbers. Numbers are given in order and queued for the journal in order; sealing goes on side by side in
 * between. What is numbered next follows the last ticket that waits, or the last that was forced, and nothing else: giving
 * tickets up from the back is all that it takes to return to the forced state.
 */
final class Line {
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private final String stream;
    private final Consumer<Ticket> queue;
    private long forced;
    private @Nullable Digest forcedPae;

    Line(String stream, Consumer<Ticket> queue) {
        this.stream = stream;
        this.queue = queue;
    }

    String stream() {
        return stream;
    }

    /** At start: the next record of this stream, as the journal has it. */
    void restore(long number, Digest pae) {
        if (number != forced + 1) {
            throw new StoreFailure(
                    StoreFailure.Reason.CORRUPT,
                    "stream " + stream + " goes from number " + forced + " to " + number + " in the journal");
        }
        forced = number;
        forcedPae = pae;
    }

    Ticket number(Function<Slot, byte[]> statement, long nowNanos) {
        lock.lock();
        try {
            Ticket last = waiting.peekLast();
            Slot slot = last == null
                    ? new Slot(forced + 1, forcedPae)
                    : new Slot(last.slot().number() + 1, last.pae());
            // where this throws no number was given
            Ticket ticket = new Ticket(this, slot, Digest.sha256(statement.apply(slot)), nowNanos);
            waiting.addLast(ticket);
            return ticket;
        } finally {
            lock.unlock();
        }
    }

    /** Takes what was sealed, and queues whatever now has all its predecessors queued. False where the ticket was lost. */
    boolean sealed(Ticket ticket, Ticket.Load load) {
        lock.lock();
        try {
            if (ticket.state == State.SETTLED) {
                return false;
            }
            if (ticket.state != State.NUMBERED) {
                throw new IllegalStateException("a ticket is committed once");
            }
            ticket.state = State.SEALED;
            ticket.load(load);
            for (Ticket next : waiting) {
                if (next.state == State.NUMBERED) {
                    break;
                }
                if (next.state == State.SEALED) {
                    next.state = State.QUEUED;
                    queue.accept(next);
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a queued ticket is still to be written. */
    boolean isQueued(Ticket ticket) {
        lock.lock();
        try {
            return ticket.state == State.QUEUED;
        } finally {
            lock.unlock();
        }
    }

    /** The ticket's record is on the disk. */
    void forced(Ticket ticket) {
        lock.lock();
        try {
            if (waiting.peekFirst() != ticket) {
                throw new IllegalStateException("stream " + stream + " was committed out of order");
            }
            waiting.removeFirst();
            ticket.state = State.SETTLED;
            forced = ticket.slot().number();
            forcedPae = ticket.pae();
        } finally {
            lock.unlock();
        }
    }

    /** Gives a ticket back that was not committed, and with it those numbered after it: their predecessor is gone. */
    void giveUp(Ticket ticket, String why) {
        List<Ticket> lost;
        lock.lock();
        try {
            if (ticket.state != State.NUMBERED) {
                return;
            }
            lost = dropFrom(ticket);
        } finally {
            lock.unlock();
        }
        String number = "number " + ticket.slot().number() + " of " + stream;
        for (Ticket each : lost) {
            StoreFailure.Reason reason =
                    each == ticket ? StoreFailure.Reason.TICKET_LOST : StoreFailure.Reason.PREDECESSOR_LOST;
            each.fail(new StoreFailure(reason, number + " was " + why));
        }
    }

    /** Gives up the first ticket that is not sealed, where it was numbered before {@code bornNanos}. */
    void giveUpOverdue(long bornNanos) {
        Ticket overdue = null;
        lock.lock();
        try {
            for (Ticket ticket : waiting) {
                if (ticket.state == State.NUMBERED) {
                    overdue = ticket.bornNanos() - bornNanos < 0 ? ticket : null;
                    break;
                }
            }
        } finally {
            lock.unlock();
        }
        if (overdue != null) {
            giveUp(overdue, "not committed within the deadline");
        }
    }

    /** Back to the forced state. Returns who has to be told. */
    List<Ticket> rollBack() {
        lock.lock();
        try {
            Ticket first = waiting.peekFirst();
            return first == null ? List.of() : dropFrom(first);
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private List<Ticket> dropFrom(Ticket first) {
        List<Ticket> dropped = new ArrayList<>();
        for (Iterator<Ticket> each = waiting.iterator(); each.hasNext(); ) {
            Ticket ticket = each.next();
            if (!dropped.isEmpty() || ticket == first) {
                ticket.state = State.SETTLED;
                dropped.add(ticket);
                each.remove();
            }
        }
        return dropped;
    }
}
