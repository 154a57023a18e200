package org.sealgate.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.GateAnswer.Recorded;
import org.sealgate.engine.fsck.Fault;

/** A summary is signed when its bundle is first asked for, maybe by a later key than the decision's, and that key is stolen. R16. */
class StolenSummaryTest {
    @TempDir
    static Path folder;

    private Path home = folder;

    @Test
    void summary_ofAKeyStolenSince_isMadeAgainOnce() throws Exception {
        GateHome made = GateHome.create(folder.resolve("home"), GateHome.root().resolve("policies"), true);
        home = made.home();
        site().release(made.artifacts(), "gate-1");
        Recorded answer;
        try (Wiring wiring = open()) {
            GateRequest request = Proposals.request(
                    Proposals.PUBLISHER, Kind.LLM_RUN_SNAPSHOT, Proposals.hashed(Proposals.snapshot("STOLEN")));
            answer = (Recorded) wiring.gate().decide(request);
        }
        rotate(Optional.empty());
        Path byTheSecondKey = bundle(answer);
        assertEquals(List.of(), judge(byTheSecondKey));
        rotate(Optional.of(new Keyring.Withdrawal("compromised", Instant.now())));
        assertEquals(List.of("KEY_REVOKED"), judge(byTheSecondKey));
        assertEquals(List.of(), faults());

        Path byTheThird = bundle(answer);
        assertEquals(List.of(), judge(byTheThird));
        assertArrayEquals(Files.readAllBytes(byTheThird), Files.readAllBytes(bundle(answer)));
        assertTrue(Collections.disjoint(signers(byTheSecondKey), signers(byTheThird)));
        assertEquals(List.of(".vsa.dsse.json", ".vsa.dsse.json.2"), summaries());
        assertEquals(List.of(), faults());

        Path third = kept(".vsa.dsse.json.2").resolveSibling(answer.decisionId() + ".vsa.dsse.json.3");
        Files.copy(kept(".vsa.dsse.json.2"), third);
        assertEquals(
                List.of(Fault.Kind.EXTRA), faults().stream().map(Fault::kind).toList(), () -> String.valueOf(faults()));
        Files.delete(third);
        Files.delete(kept(".vsa.dsse.json"));
        assertEquals(
                List.of(Fault.Kind.EXTRA, Fault.Kind.MISSING),
                faults().stream().map(Fault::kind).sorted().toList().reversed(),
                () -> String.valueOf(faults()));
    }

    private Site site() {
        return new Site(home, Clock.systemUTC(), new SecureRandom());
    }

    private Wiring open() {
        return site().open(TestPolicy.opa(), "gate-1");
    }

    private void rotate(Optional<Keyring.Withdrawal> why) {
        Keyring keyring = new Keyring(home, Clock.systemUTC(), new SecureRandom(), (file, before) -> List.of());
        assertTrue(keyring.rotate("decision", why).inForce());
    }

    private Path bundle(Recorded answer) throws IOException {
        try (Wiring wiring = open()) {
            Path given = oracle().bundle(wiring, Proposals.PUBLISHER, answer);
            return Files.move(given, folder.resolve("given-" + System.nanoTime() + ".evidence.zip"));
        }
    }

    private Oracle oracle() throws IOException {
        return new Oracle(folder, home.resolve("trust-root.json"));
    }

    private List<String> judge(Path bundle) throws IOException {
        return oracle().judge(bundle).report().findings().stream()
                .map(finding -> finding.code().name())
                .distinct()
                .toList();
    }

    private static List<String> signers(Path bundle) throws IOException {
        try (Container container = Container.open(bundle)) {
            byte[] file = java.util.Objects.requireNonNull(container.parts().get("vsa.dsse.json"))
                    .bytes(1 << 20);
            return DsseEnvelope.read(file).signatures().stream()
                    .map(signature -> signature.keyid())
                    .toList();
        }
    }

    private List<Fault> faults() {
        return site().fsck(Optional.empty()).faults();
    }

    private List<String> summaries() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("store/restated"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString().substring(36))
                    .filter(name -> name.startsWith(".vsa"))
                    .sorted()
                    .toList();
        }
    }

    private Path kept(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("store/restated"))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
