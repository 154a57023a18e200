package org.sealgate.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.GateAnswer.Recorded;

/** A key ends after what it has signed is stamped; otherwise its last seconds would be lost to every auditor. R16. */
class UnstampedTest {
    @TempDir
    Path folder;

    private Path home;
    private Recorded answer;

    /** A decision, and a time authority that nobody reaches. */
    @BeforeEach
    void decide() throws Exception {
        GateHome made = GateHome.create(folder.resolve("home"));
        home = made.home();
        site().release(made.artifacts(), "gate-1");
        Files.writeString(home.resolve("anchors.json"), "{\"tsa\":\"http://127.0.0.1:1/\"}");
        try (Wiring wiring = open()) {
            answer = (Recorded) wiring.gate()
                    .decide(Proposals.request(
                            Proposals.PUBLISHER, Kind.LLM_RUN_SNAPSHOT, Proposals.hashed(Proposals.snapshot("LAST"))));
        }
    }

    private Site site() {
        return new Site(home, Clock.systemUTC(), new SecureRandom());
    }

    private Wiring open() {
        return site().open(TestPolicy.opa(), "gate-1");
    }

    private Keyring keyring() {
        return new Keyring(home, Clock.systemUTC(), new SecureRandom(), (file, before) -> List.of());
    }

    private static Keyring.Withdrawal because(String reason) {
        return new Keyring.Withdrawal(reason, Instant.now());
    }

    private void assertRefused(Runnable change) throws IOException {
        byte[] before = Files.readAllBytes(home.resolve("trust-root.json"));
        String said =
                String.valueOf(assertThrows(SiteProblem.class, change::run).getMessage());
        assertTrue(said.contains("UNSTAMPED: 1 of the log's 1 entries"), said);
        assertTrue(said.contains("start the engine and stop it once"), said);
        assertArrayEquals(before, Files.readAllBytes(home.resolve("trust-root.json")));
    }

    @Test
    void key_whoseLastDecisionIsNotStamped_endsAfterAStopThatHasItStamped() throws Exception {
        String keyid = keyring().trustRoot().objects("keys").stream()
                .filter(key -> key.texts("roles").contains("decision"))
                .map(key -> key.text("keyid"))
                .findFirst()
                .orElseThrow();
        assertRefused(() -> keyring().rotate("decision", Optional.empty()));
        assertRefused(() -> keyring().rotate("policy", Optional.empty()));
        assertRefused(() -> keyring().revoke(keyid, because("superseded")));
        // what they sign has no revocation in a trust root
        assertTrue(keyring().rotate("tsa", Optional.empty()).inForce());

        Files.delete(home.resolve("anchors.json"));
        open().close();
        assertTrue(keyring().rotate("decision", Optional.empty()).inForce());
        Oracle oracle = new Oracle(folder, home.resolve("trust-root.json"));
        try (Wiring wiring = open()) {
            assertEquals(
                    List.of(),
                    oracle.judge(oracle.bundle(wiring, Proposals.PUBLISHER, answer))
                            .report()
                            .findings());
        }
    }

    /** A stop waits nine seconds for those outside at the most; the rest is for the engine's own parts and a busy machine. */
    @Test
    void stop_whileTheTimeAuthorityNeverAnswers_ends() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Files.writeString(
                    home.resolve("anchors.json"), "{\"tsa\":\"http://127.0.0.1:" + silent.getLocalPort() + "/\"}");
            Wiring wiring = open();
            assertTimeout(Duration.ofSeconds(20), wiring::close);
        }
        assertRefused(() -> keyring().rotate("decision", Optional.empty()));
    }

    /** A thief does not wait for a time stamp. */
    @Test
    void key_thatIsStolen_isTakenBackAtOnce() {
        assertTrue(keyring()
                .rotate("decision", Optional.of(because("compromised")))
                .inForce());
    }
}
