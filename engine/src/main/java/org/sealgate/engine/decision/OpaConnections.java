package org.sealgate.engine.decision;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Connections to one OPA, kept alive and used again, the latest first.
 *
 * <p>A deadline is kept by closing the channel: that ends a connect, a write and a read alike, however slowly the peer drips, and needs
 * no timer for a request that ends in time. One thread looks at what is under way every {@value #LOOK_MILLIS} ms; not a virtual one,
 * which would wait for its turn behind evaluations that are busy.
 */
final class OpaConnections implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OpaConnections.class.getName());
    private static final int LOOK_MILLIS = 10;
    private static final int MAX_IDLE = 64;
    private static final Exchanged CLOSED =
            new Exchanged.Broken(Cause.OPA_UNREACHABLE, "the connections to OPA are closed");

    private final SocketAddress address;
    private final ConcurrentLinkedDeque<OpaConnection> idle = new ConcurrentLinkedDeque<>();
    private final Set<OpaConnection> underWay = ConcurrentHashMap.newKeySet();
    private final Set<LongConsumer> looks = ConcurrentHashMap.newKeySet();
    private final Thread watch;
    private volatile boolean closed;

    OpaConnections(SocketAddress address) {
        this.address = address;
        this.watch = Thread.ofPlatform().daemon().name("opa-deadlines").start(this::closeOverdue);
    }

    /** Has somebody called at each look, with the time in the scale of {@link System#nanoTime()}; it is quick and throws nothing. */
    void eachLook(LongConsumer look) {
        looks.add(look);
    }

    /**
     * Sends the request and reads the answer; never later than the deadline and one look of the watch. Once closed there is no watch,
     * and nothing is sent.
     */
    Exchanged exchange(byte[] request, Deadline deadline) {
        OpaConnection used = idle.pollFirst();
        if (used != null) {
            Exchanged exchanged = exchange(used, request, deadline);
            // A sidecar that was restarted leaves dead connections behind, which say nothing about the new one.
            // A decision changes nothing in OPA, so that asking again is safe.
            if (!used.diedUnanswered() || deadline.hasPassed(System.nanoTime())) {
                return exchanged;
            }
            idle.removeIf(OpaConnection::close);
        }
        OpaConnection fresh;
        try {
            fresh = new OpaConnection(open());
        } catch (IOException e) {
            return new Exchanged.Broken(Cause.OPA_UNREACHABLE, "no socket for OPA");
        }
        return exchange(fresh, request, deadline);
    }

    private Exchanged exchange(OpaConnection connection, byte[] request, Deadline deadline) {
        underWay.add(connection);
        try {
            // Looked at after it is under way: close() ends what it finds there.
            return closed ? CLOSED : connection.exchange(address, request, deadline);
        } finally {
            underWay.remove(connection);
            keep(connection);
        }
    }

    private void keep(OpaConnection connection) {
        if (!connection.isReusable() || closed || idle.size() >= MAX_IDLE) {
            connection.close();
            return;
        }
        idle.addFirst(connection);
    }

    private SocketChannel open() throws IOException {
        if (address instanceof UnixDomainSocketAddress) {
            return SocketChannel.open(StandardProtocolFamily.UNIX);
        }
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel;
    }

    private void closeOverdue() {
        while (!closed) {
            LockSupport.parkNanos(LOOK_MILLIS * 1_000_000L);
            try {
                look(System.nanoTime());
            } catch (RuntimeException | Error e) {
                // Without this thread no deadline is kept, so nothing ends it: not even memory that has run out.
                LOG.log(System.Logger.Level.WARNING, "a look at the deadlines of questions to OPA failed", e);
            }
        }
    }

    private void look(long now) {
        underWay.forEach(connection -> connection.closeWhenDue(now));
        looks.forEach(look -> look.accept(now));
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
        underWay.forEach(OpaConnection::close);
        for (@Nullable OpaConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            next.close();
        }
    }
}
