package org.sealgate.engine.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.decision.OpaSettings;
import org.sealgate.engine.decision.OpaSidecar;

/**
 * OPA as the engine starts it, asked by wrk what the gate asked it: the inputs are those of sealed bundles. On loopback, because wrk
 * knows no Unix sockets.
 */
final class LoneOpa implements AutoCloseable {
    private static final String PARAMETERS = "?provenance=true&strict-builtin-errors=true";

    private final OpaSidecar sidecar;
    private final Wrk.Target target;

    private LoneOpa(OpaSidecar sidecar, Wrk.Target target) {
        this.sidecar = sidecar;
        this.target = target;
    }

    /** @param questions a file with an answerable request on each line */
    static LoneOpa start(BenchSettings settings, Path home, Path questions) throws IOException, InterruptedException {
        Path release = onlyFolder(home.resolve("policy/releases"));
        OpaSidecar sidecar = OpaSidecar.start(opa(settings, release), new SecureRandom());
        if (!(sidecar.endpoint().address() instanceof InetSocketAddress address)) {
            throw new IllegalStateException("asked for loopback");
        }
        URI url = URI.create("http://127.0.0.1:" + address.getPort() + "/v1/data/" + Kind.LLM_RUN_SNAPSHOT.entrypoint()
                + PARAMETERS);
        return new LoneOpa(sidecar, new Wrk.Target(url, sidecar.endpoint().token(), questions, true));
    }

    private static OpaSettings opa(BenchSettings settings, Path release) throws IOException {
        DsseEnvelope statement = DsseEnvelope.read(Files.readAllBytes(release.resolve("release.dsse.json")));
        Json.Obj predicate =
                JsonReader.readObject(statement.payload().toArray()).object("predicate");
        return new OpaSettings(
                settings.opa(),
                release.resolve("bundle.tar.gz"),
                predicate.text("files"),
                predicate.text("opaVersion"),
                Arrays.stream(Kind.values()).map(Kind::entrypoint).toList(),
                settings.folder().resolve("lone-opa"),
                OpaSettings.Listen.LOOPBACK);
    }

    private static Path onlyFolder(Path parent) throws IOException {
        try (Stream<Path> folders = Files.list(parent)) {
            List<Path> found = folders.toList();
            if (found.size() != 1) {
                throw new BenchProblem(parent + " holds " + found.size() + " releases, not one");
            }
            return found.getFirst();
        }
    }

    Wrk.Target target() {
        return target;
    }

    @Override
    public void close() {
        sidecar.close();
    }
}
