package org.sealgate.engine.decision;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** OPA as a child process that serves one release: started with the engine, ended with it, and started again when it dies. */
public final class OpaSidecar implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(10);
    private static final long LEAST_PAUSE_MILLIS = 100;
    private static final long MOST_PAUSE_MILLIS = 5_000;
    private static final long STEADY_NANOS = Duration.ofSeconds(30).toNanos();
    /** What the kernels take in a socket's address, less one for the end. */
    private static final int MOST_SOCKET_PATH = 103;

    private final OpaSettings settings;
    private final SidecarFolder folder;
    private final OpaEndpoint endpoint;
    private final AtomicInteger restarts = new AtomicInteger();
    private final Thread keeper;
    private volatile OpaProcess process;
    private volatile boolean closed;

    private OpaSidecar(OpaSettings settings, SidecarFolder folder, OpaEndpoint endpoint) throws IOException {
        this.settings = settings;
        this.folder = folder;
        this.endpoint = endpoint;
        this.process = OpaProcess.start(settings, addressArgument(), folder);
        this.keeper = Thread.ofVirtual().name("opa-keeper").unstarted(this::keepRunning);
    }

    /**
     * Starts it and waits until it answers; that it decides by the right policy is for a canary decision to show.
     *
     * @throws IOException with the place of the log where it does not come up within 10 s
     */
    public static OpaSidecar start(OpaSettings settings, SecureRandom random) throws IOException, InterruptedException {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        SidecarFolder folder = SidecarFolder.prepare(settings, token);
        OpaSidecar sidecar = new OpaSidecar(settings, folder, new OpaEndpoint(address(settings, folder), token));
        try {
            sidecar.awaitHealth();
        } catch (IOException | InterruptedException e) {
            sidecar.process.stop();
            throw e;
        }
        sidecar.keeper.start();
        return sidecar;
    }

    /** Where it listens, also after a restart, and the token it asks for. */
    public OpaEndpoint endpoint() {
        return endpoint;
    }

    /** What its answers must carry. */
    public OpaPin pin() {
        return new OpaPin(SidecarFolder.BUNDLE, settings.revision(), settings.version());
    }

    /** How often it has died and was started again. */
    public int restarts() {
        return restarts.get();
    }

    @Override
    public void close() {
        closed = true;
        keeper.interrupt();
        try {
            process.stop();
        } catch (InterruptedException e) {
            // the pipe is closed: opa ends whether or not anybody waits for it
            Thread.currentThread().interrupt();
        }
    }

    private static SocketAddress address(OpaSettings settings, SidecarFolder folder) throws IOException {
        String socket = folder.socket().toAbsolutePath().toString();
        boolean fits = socket.getBytes(UTF_8).length <= MOST_SOCKET_PATH;
        if (settings.listen() == OpaSettings.Listen.UNIX_SOCKET && fits) {
            return UnixDomainSocketAddress.of(socket);
        }
        // Between here and opa's bind another process may take the port: it would see the token, which opens only this
        // OPA, and its
        // answers would have to agree with the compiled policy.
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), free.getLocalPort());
        }
    }

    private String addressArgument() {
        return endpoint.address() instanceof InetSocketAddress tcp
                ? "127.0.0.1:" + tcp.getPort()
                : "unix://" + SidecarFolder.SOCKET;
    }

    private void awaitHealth() throws IOException, InterruptedException {
        Deadline deadline = Deadline.after(START);
        while (!isHealthy()) {
            if (!process.isAlive() || deadline.remaining().isNegative()) {
                throw new IOException("opa does not come up: see " + folder.log());
            }
            Thread.sleep(10);
        }
    }

    private boolean isHealthy() {
        byte[] request = "GET /health HTTP/1.1\r\nHost: opa\r\nConnection: close\r\n\r\n".getBytes(UTF_8);
        try (OpaConnections once = new OpaConnections(endpoint.address())) {
            return once.exchange(request, Deadline.after(Duration.ofSeconds(1))) instanceof Exchanged.Body;
        }
    }

    private void keepRunning() {
        long pause = LEAST_PAUSE_MILLIS;
        try {
            while (true) {
                long started = System.nanoTime();
                process.waitFor();
                pause = System.nanoTime() - started > STEADY_NANOS ? LEAST_PAUSE_MILLIS : pause;
                do {
                    Thread.sleep(pause);
                    pause = Math.min(2 * pause, MOST_PAUSE_MILLIS);
                } while (!closed && !startAgain());
                if (closed) {
                    process.stop();
                    return;
                }
            }
        } catch (InterruptedException e) {
            // close() ended the process and the wait for it
        }
    }

    private boolean startAgain() {
        try {
            process = OpaProcess.start(settings, addressArgument(), folder);
            restarts.incrementAndGet();
            return true;
        } catch (IOException | RuntimeException | Error e) {
            // No process, or no thread for it, could be made, for want of memory perhaps: until one can, every decision
            // ends
            // as OPA_UNREACHABLE.
            return false;
        }
    }
}
