package org.sealgate.engine.seal.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.bundle.VerifierKey;

/** A witness that somebody else has written takes our checkpoints one after the other, and refuses a fork. */
class LiteWitnessTest {
    private static final String NAME = "witness.example.org/lite";

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @Test
    void checkpoints_oneAfterTheOther_areCosignedAndAForkIsNot() throws Exception {
        WitnessedLog log = WitnessedLog.fresh().grow(3, "leaf");
        try {
            Running witness = start(log);
            try (HttpWitness client = witness.client()) {
                for (int more : new int[] {0, 1, 300, 5}) {
                    log.grow(more, "leaf");
                    String lines = client.cosign(log.checkpoint(), log.consistency());
                    assertTrue(lines.startsWith("— " + NAME + " "), lines);
                }
            }
            log.grow(1, "leaf");
            try (HttpWitness forgetful = witness.client()) {
                forgetful.cosign(log.checkpoint(), log.consistency());
            }
            WitnessedLog fork = new WitnessedLog(log.key).grow(3, "leaf").grow(400, "another");
            try (HttpWitness client = witness.client()) {
                ProofUnavailableException refused = assertThrows(
                        ProofUnavailableException.class, () -> client.cosign(fork.checkpoint(), fork.consistency()));
                assertEquals("WITNESS_CONFLICT", refused.code());
            }
        } finally {
            started.forEach(Process::destroyForcibly);
        }
    }

    /** Where it listens, and its key. */
    record Running(URI address, VerifierKey key) {
        HttpWitness client() {
            return new HttpWitness(key, address, Duration.ofSeconds(10));
        }
    }

    private Running start(WitnessedLog log) throws Exception {
        String witness = tool("litewitness");
        String control = tool("witnessctl");
        String socket = folder.resolve("agent").toString();
        background(List.of(tool("ssh-agent"), "-D", "-a", socket));
        String key = folder.resolve("key").toString();
        run(List.of(tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", key), socket);
        for (int i = 0; i < 400 && !Files.exists(folder.resolve("agent")); i++) {
            Thread.sleep(25);
        }
        run(List.of(tool("ssh-add"), "-q", key), socket);
        String db = folder.resolve("witness.db").toString();
        String origin = WitnessedLog.ORIGIN;
        run(List.of(control, "add-log", "-db", db, "-origin", origin), socket);
        run(
                List.of(
                        control,
                        "add-key",
                        "-db",
                        db,
                        "-origin",
                        origin,
                        "-key",
                        log.key.key().text()),
                socket);
        byte[] blob = Base64.getDecoder()
                .decode(Files.readString(Path.of(key + ".pub")).split(" ", -1)[1]);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob);
        String print = "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        int port = freePort();
        String listen = "127.0.0.1:" + port;
        background(List.of(witness, "-db", db, "-key", print, "-name", NAME, "-ssh-agent", socket, "-listen", listen));
        awaitPort(port);
        Bytes point = Bytes.copyOf(Arrays.copyOfRange(blob, blob.length - 32, blob.length));
        return new Running(
                URI.create("http://" + listen + "/"), new VerifierKey(NAME, VerifierKey.Type.COSIGNATURE_V1, point));
    }

    private void background(List<String> command) throws IOException {
        started.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log" + started.size()).toFile())
                .start());
    }

    private static void run(List<String> command, String socket) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SSH_AUTH_SOCK", socket);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), () -> command + ": " + said);
    }

    /** On the PATH, or where the tools for these tests are put. */
    private static String tool(String name) {
        String tools = System.getenv("SEALGATE_SIGSTORE_TOOLS");
        String cache = System.getenv("XDG_CACHE_HOME");
        Path caches = cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        Path own = tools == null ? caches.resolve("sealgate/sigstore") : Path.of(tools);
        Optional<Path> found = Stream.concat(
                        Stream.of(own.resolve("bin")),
                        Stream.of(String.valueOf(System.getenv("PATH")).split(":", -1))
                                .map(Path::of))
                .map(each -> each.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(
                found.isPresent(),
                () -> name + " is not here, so no other witness was asked; .ci/sigstore/tools gets it");
        return found.orElseThrow().toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(int port) throws InterruptedException {
        for (int i = 0; i < 400; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                Thread.sleep(25);
            }
        }
    }
}
