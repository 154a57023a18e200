package org.sealgate.engine.decision;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One connection to OPA; one exchange at a time. */
final class OpaConnection {
    private final SocketChannel channel;
    private final HttpAnswerReader answer;
    private volatile long dueNanoTime;
    private volatile boolean overdue;
    private boolean connected;
    private boolean reused;
    private boolean broken;

    OpaConnection(SocketChannel channel) {
        this.channel = channel;
        this.answer = new HttpAnswerReader(channel);
    }

    void due(Deadline deadline) {
        dueNanoTime = deadline.nanoTime();
    }

    void closeWhenDue(long now) {
        if (dueNanoTime - now <= 0) {
            overdue = true;
            close();
        }
    }

    Exchanged exchange(SocketAddress address, byte[] request) {
        broken = true;
        answer.start();
        try {
            if (!connected) {
                channel.connect(address);
                connected = true;
            }
        } catch (IOException e) {
            return broken(Cause.OPA_UNREACHABLE, "no connection to OPA");
        }
        try {
            ByteBuffer out = ByteBuffer.wrap(request);
            while (out.hasRemaining()) {
                channel.write(out);
            }
            byte[] body = answer.read();
            broken = !answer.keepsAlive();
            reused = true;
            return new Exchanged.Body(body);
        } catch (UnusableAnswer e) {
            return broken(e.reason(), e.detail());
        } catch (IOException e) {
            return broken(Cause.OPA_RESET, "the connection to OPA ended inside the exchange");
        }
    }

    private Exchanged broken(Cause cause, String detail) {
        // the watch closes the channel, which then fails in one way or another
        return overdue
                ? new Exchanged.Broken(Cause.OPA_TIMEOUT, "OPA had not answered at the deadline")
                : new Exchanged.Broken(cause, detail);
    }

    /** Whether the peer had closed before this exchange began, as far as one can tell: used before, and not one byte came. */
    boolean diedUnanswered() {
        return broken && reused && !overdue && !answer.hasBegun();
    }

    boolean isReusable() {
        return !broken && !overdue;
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
