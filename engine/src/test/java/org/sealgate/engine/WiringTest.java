package org.sealgate.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealgate.bundle.Bytes;
import org.sealgate.engine.seal.KeyProblem;
import org.sealgate.engine.store.StoreFailure;

/** An engine that ends, or does not start, leaves nothing behind: no process, no thread, no lock. */
class WiringTest {
    /** Of whatever an engine starts: clients of the attestors, the log's and the summaries' own. */
    private static final List<String> THREADS = List.of("HttpClient-", "log-anchors", "refusal-summaries");

    @TempDir
    Path folder;

    @Test
    void start_thatFailsOnItsLastStep_closesWhateverWasOpened() throws Exception {
        GateHome home = home();
        LoadedRelease whole = home.release();
        SortedMap<String, Bytes> files = new TreeMap<>(whole.files());
        files.put("policy/policy.wasm", Bytes.copyOf("no module".getBytes(UTF_8)));
        LoadedRelease broken = new LoadedRelease(whole.predicate(), files, whole.catalogue(), whole.opaBundle());
        Settings settings = new Settings(home.home(), TestPolicy.opa(), "https://gate.example.org", "gate-1");
        List<String> before = running();
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> Wiring.open(settings, broken));
        assertTrue(String.valueOf(refused.getMessage()).contains("policy.wasm is refused"), refused::toString);
        assertLeft(before);
        try (Wiring wiring = home.open()) {
            assertTrue(running().size() >= before.size() + THREADS.size(), () -> "all of it runs: " + running());
        }
        assertLeft(before);
    }

    /** A second engine on the same home: its OPA would take the first one's socket, and its token the first one's rules. */
    @Test
    void start_whileAnotherRuns_isRefusedAndTheOtherGoesOnDeciding() throws Exception {
        GateHome home = GateHome.create(folder.resolve("home"));
        try (Wiring wiring = home.open()) {
            Path rules = home.home().resolve("opa/engine/authz.rego");
            String before = Files.readString(rules);
            List<String> running = running();
            StoreFailure refused = assertThrows(StoreFailure.class, home::open);
            assertEquals(StoreFailure.Reason.LOCKED, refused.reason());
            assertEquals(before, Files.readString(rules));
            assertLeft(running);
            assertEquals(List.of(), wiring.problems());
        }
    }

    @Test
    void start_overADamagedFile_isRefusedWithASentence() throws Exception {
        GateHome home = GateHome.create(folder.resolve("home"));
        Files.writeString(home.home().resolve("keys/tsa/journal"), "x");
        SiteProblem refused = assertThrows(SiteProblem.class, () -> Site.told(home::open));
        assertTrue(String.valueOf(refused.getMessage()).contains("keys/tsa/journal is damaged"), refused::toString);
    }

    /** A folder restored from elsewhere: what its key signs, every auditor would refuse. */
    @Test
    void start_withTheLogKeyOfAnother_isRefusedAndLogsNothing() throws Exception {
        GateHome home = GateHome.create(folder.resolve("home"));
        GateHome other = GateHome.create(folder.resolve("other"));
        for (String file : List.of("key.pem", "passphrase")) {
            Path key = home.home().resolve("keys/log").resolve(file);
            Files.delete(key);
            Files.copy(other.home().resolve("keys/log").resolve(file), key, StandardCopyOption.COPY_ATTRIBUTES);
        }
        KeyProblem refused = assertThrows(KeyProblem.class, home::open);
        assertTrue(
                String.valueOf(refused.getMessage()).contains("keys/log is none that the trust root names"),
                refused::toString);
        assertTrue(Files.notExists(home.home().resolve("store")));
    }

    /** The same of the authority that says when: its key, its certificate, or both of another installation. */
    @ParameterizedTest
    @ValueSource(strings = {"key.pem passphrase", "certificates.pem", "key.pem passphrase certificates.pem"})
    void start_withTheTimeAuthorityOfAnother_isRefusedAndStoresNothing(String files) throws Exception {
        GateHome home = GateHome.create(folder.resolve("home"));
        GateHome other = GateHome.create(folder.resolve("other"));
        for (String file : files.split(" ", -1)) {
            Path key = home.home().resolve("keys/tsa").resolve(file);
            Files.delete(key);
            Files.copy(other.home().resolve("keys/tsa").resolve(file), key, StandardCopyOption.COPY_ATTRIBUTES);
        }
        List<String> before = running();
        KeyProblem refused = assertThrows(KeyProblem.class, home::open);
        String said = String.valueOf(refused.getMessage());
        assertTrue(said.contains("keys/tsa are none whose time the trust root takes"), said);
        assertTrue(said.contains("restore the folder keys"), said);
        assertTrue(Files.notExists(home.home().resolve("store")));
        assertTrue(Files.notExists(home.home().resolve("keys/tsa/journal")), "no number is spent");
        assertLeft(before);
    }

    @Test
    void close_endsInTheOtherOrder_andOneThatWillNotCloseKeepsNoneOpen() {
        StringBuilder closed = new StringBuilder();
        Opened opened = new Opened();
        opened.add(() -> closed.append("first"));
        opened.add(() -> {
            closed.append("second ");
            throw new IOException("will not");
        });
        opened.add(() -> closed.append("third "));
        opened.close();
        assertEquals("third second first", closed.toString());
    }

    /** With a time authority of somebody else, whose client has threads. */
    private GateHome home() throws IOException {
        GateHome home = GateHome.create(folder.resolve("home"));
        Files.writeString(home.home().resolve("anchors.json"), "{\"tsa\":\"http://127.0.0.1:9/\"}");
        return home;
    }

    private static List<String> running() {
        List<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> THREADS.stream().anyMatch(name::startsWith))
                .sorted()
                .toList();
        List<String> processes = ProcessHandle.current()
                .children()
                .map(child -> "process " + child.pid())
                .toList();
        return java.util.stream.Stream.concat(threads.stream(), processes.stream())
                .toList();
    }

    /** Ends take a moment. */
    private static void assertLeft(List<String> before) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!before.containsAll(running()) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertTrue(before.containsAll(running()), () -> before + " before, left are " + running());
    }
}
