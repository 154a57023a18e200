package org.sealgate.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.sealgate.engine.Settings;
import org.sealgate.engine.Site;
import org.sealgate.engine.Wiring;
import org.sealgate.engine.http.HttpServer;
import org.sealgate.engine.http.HttpSettings;

/** An engine with its sidecar and its door, in this process; ready when it is there. */
final class RunningEngine implements AutoCloseable {
    private final Wiring wiring;
    private final HttpServer server;
    private final Path url;

    private RunningEngine(Wiring wiring, HttpServer server, Path url) {
        this.wiring = wiring;
        this.server = server;
        this.url = url;
    }

    /** Starts by what the installation holds; clients find it by the file {@code url} in the home folder. */
    static RunningEngine start(Site site, Path home, HttpSettings settings) throws IOException {
        Wiring wiring = site.open(Tools.opa(), Settings.LOCAL_INSTANCE);
        try {
            CompletableFuture<Void> warm = wiring.warmUp();
            HttpServer server = HttpServer.start(wiring, settings);
            try {
                Path url = tell(server, home);
                warm.join(); // who comes meanwhile is served, and told by /health/ready that there is better to come
                return new RunningEngine(wiring, server, url);
            } catch (IOException | RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            wiring.close();
            throw e;
        }
    }

    private static Path tell(HttpServer server, Path home) throws IOException {
        Path url = Home.url(home);
        Files.deleteIfExists(url); // of an engine that was killed; the home's lock says that none is left
        Files.createFile(url, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(url, server.uri() + "\n", StandardOpenOption.WRITE);
        return url;
    }

    String uri() {
        return server.uri().toString();
    }

    Wiring wiring() {
        return wiring;
    }

    /** The door first, so that nobody is let in any more; then what is inside. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(url);
        server.close();
        wiring.close();
    }
}
