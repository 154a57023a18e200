package org.sealgate.engine.decision;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One connection to OPA; one exchange at a time. */
final class OpaConnection {
    private final SocketChannel channel;
    private final HttpAnswerReader answer;
    /** Set while an exchange is under way. Whoever takes it away, the exchange or the watch, says how the exchange ended. */
    private final AtomicReference<@Nullable Deadline> due = new AtomicReference<>();

    private boolean connected;
    private boolean reused;
    private State state = State.FREE;

    private enum State {
        FREE,
        BROKEN,
        OVERDUE
    }

    OpaConnection(SocketChannel channel) {
        this.channel = channel;
        this.answer = new HttpAnswerReader(channel);
    }

    void closeWhenDue(long now) {
        Deadline deadline = due.get();
        if (deadline != null && deadline.hasPassed(now) && due.compareAndSet(deadline, null)) {
            close();
        }
    }

    Exchanged exchange(SocketAddress address, byte[] request, Deadline deadline) {
        due.set(deadline);
        state = State.BROKEN;
        answer.start();
        Exchanged exchanged = connected ? ask(request) : connect(address, request);
        if (!due.compareAndSet(deadline, null)) {
            state = State.OVERDUE;
            return new Exchanged.Broken(Cause.OPA_TIMEOUT, "OPA had not answered at the deadline");
        }
        boolean whole = exchanged instanceof Exchanged.Body && answer.keepsAlive();
        state = whole ? State.FREE : State.BROKEN;
        return exchanged;
    }

    private Exchanged connect(SocketAddress address, byte[] request) {
        try {
            channel.connect(address);
            connected = true;
        } catch (IOException e) {
            return new Exchanged.Broken(Cause.OPA_UNREACHABLE, "no connection to OPA");
        }
        return ask(request);
    }

    private Exchanged ask(byte[] request) {
        try {
            ByteBuffer out = ByteBuffer.wrap(request);
            while (out.hasRemaining()) {
                channel.write(out);
            }
            byte[] body = answer.read();
            reused = true;
            return new Exchanged.Body(body);
        } catch (UnusableAnswer e) {
            return new Exchanged.Broken(e.reason(), e.detail());
        } catch (IOException e) {
            return new Exchanged.Broken(Cause.OPA_RESET, "the connection to OPA ended inside the exchange");
        }
    }

    /** Whether the peer had closed before this exchange began, as far as one can tell: used before, and not one byte came. */
    boolean diedUnanswered() {
        return state == State.BROKEN && reused && !answer.hasBegun();
    }

    boolean isReusable() {
        return state == State.FREE;
    }

    /** @return true, for removeIf */
    boolean close() {
        try {
            channel.close();
        } catch (IOException e) {
            // there is nobody to tell: the connection is not used again
        }
        return true;
    }
}
