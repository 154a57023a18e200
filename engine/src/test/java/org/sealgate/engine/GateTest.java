package org.sealgate.engine;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.GateAnswer.Finding;
import org.sealgate.engine.GateAnswer.Recorded;
import org.sealgate.facts.Actor;
import org.sealgate.verify.Verdict;

/** The whole way with the real OPA, the committed policies, real keys and a store on the disk. */
class GateTest {
    @TempDir
    static Path folder;

    private static GateHome home;
    private static Wiring wiring;
    private static Oracle oracle;

    @BeforeAll
    static void start() throws Exception {
        home = GateHome.create(folder.resolve("home"));
        wiring = home.open();
        oracle = new Oracle(folder, home.home().resolve("trust-root.json"));
        wiring.shelf().put(Proposals.PUBLISHER, Proposals.OBJECT.sha256(), Proposals.OBJECT.open());
    }

    @AfterAll
    static void store_honest_isWell() {
        wiring.close();
        assertEquals(List.of(), home.faults());
    }

    private static Recorded decide(GateRequest request) {
        return assertInstanceOf(Recorded.class, wiring.gate().decide(request));
    }

    private static GateRequest snapshot(Actor caller, String runId) {
        return Proposals.request(caller, Kind.LLM_RUN_SNAPSHOT, Proposals.hashed(Proposals.snapshot(runId)));
    }

    private static GateRequest run(Actor caller, Json.Obj draft) {
        return Proposals.request(caller, Kind.SEALED_RUN, Proposals.bytes(draft));
    }

    private static Json.Obj body(Recorded answer) {
        return JsonReader.readObject(answer.body().toArray());
    }

    private static List<String> codes(Recorded answer) {
        return body(answer).objects("violations").stream()
                .map(v -> v.text("code"))
                .toList();
    }

    @Test
    void ready_engineStarted_namesNoProblem() {
        assertEquals(List.of(), wiring.problems());
    }

    /** S002-12, S002-13: the seed's file name, the caller's bytes. */
    @Test
    void snapshot_rightful_isAllowedAndPublishedAsItCame() throws IOException {
        GateRequest request = snapshot(Proposals.PUBLISHER, "SNAP-1");
        Recorded answer = decide(request);
        assertEquals(Finding.ALLOWED, answer.finding(), () -> body(answer).toString());
        assertEquals(201, answer.status());
        String name = body(answer).object("subject").text("name");
        assertTrue(name.matches("artifacts/sealed_runs/SNAP-1_[0-9]{8}T[0-9]{6}Z\\.json"), name);
        Path file = home.home().resolve("store").resolve(name);
        assertArrayEquals(request.body().toArray(), Files.readAllBytes(file));
        assertTrue(bundle(Proposals.PUBLISHER, answer).length > 0);
    }

    /** S002-16 to S002-20: the engine adds envelope, hash scope and hashes, and they are the emitted document's own. */
    @Test
    void sealedRun_rightful_isEmittedWithItsEnvelope() throws IOException {
        Recorded answer = decide(run(Proposals.PUBLISHER, Proposals.draft("RUN-1", home.policyHash())));
        assertEquals(Finding.ALLOWED, answer.finding(), () -> body(answer).toString());
        Path file = home.home()
                .resolve("store")
                .resolve(body(answer).object("subject").text("name"));
        Json.Obj emitted = JsonReader.readObject(Files.readAllBytes(file));
        Json.Obj envelope = emitted.object("authority_envelope");
        assertTrue(bundle(Proposals.PUBLISHER, answer).length > 0);
        assertAll(
                () -> assertEquals("svc-publisher", envelope.object("actor").text("id")),
                () -> assertEquals(
                        home.policyHash(), envelope.object("policy_snapshot").text("policy_hash")),
                () -> assertEquals("RUN-1", envelope.object("provenance").text("run_id")),
                () -> assertEquals(org.sealgate.bundle.HashProfile.RFC8785_EMPTY.text(emitted), emitted.text("hash")));
    }

    /** What is wrong, who asks, and the code that must be among the violations of the denial. */
    record Refused(String what, String code, Callable<GateRequest> request) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Refused> refused() {
        return Stream.of(
                new Refused("no grant", "NO_AUTHORITY", () -> snapshot(Proposals.actor("x", "stranger"), "D-1")),
                new Refused("expired grant", "POLICY_EXPIRED", () -> snapshot(Proposals.actor("y", "former"), "D-2")),
                new Refused(
                        "scope outside the grant",
                        "SCOPE_VIOLATION",
                        () -> Proposals.scoped(snapshot(Proposals.actor("z", "narrow"), "D-3"), "DEC-999")),
                new Refused(
                        "wrong self hash",
                        "SELF_HASH_MISMATCH",
                        () -> Proposals.request(
                                Proposals.PUBLISHER,
                                Kind.LLM_RUN_SNAPSHOT,
                                Proposals.bytes(
                                        Proposals.snapshot("D-4").with("hash", Json.of("sha256:" + "0".repeat(64)))))),
                new Refused("exported long ago", "EXPORT_STALE", () -> {
                    Json.Obj old = Proposals.snapshot("D-5");
                    return Proposals.request(
                            Proposals.PUBLISHER,
                            Kind.LLM_RUN_SNAPSHOT,
                            Proposals.hashed(old.with(
                                    "meta",
                                    old.object("meta").with("export_timestamp", Json.of("2020-01-01T00:00:00Z")))));
                }),
                new Refused(
                        "an e-mail inside",
                        "PRIVACY_EMAIL",
                        () -> Proposals.request(
                                Proposals.PUBLISHER,
                                Kind.LLM_RUN_SNAPSHOT,
                                Proposals.hashed(Proposals.snapshot("D-6")
                                        .with("top_risks", Json.strings(List.of("ask joe.canary@example.com")))))),
                new Refused(
                        "an envelope of its own",
                        "AUTHORITY_CLAIMED",
                        () -> run(
                                Proposals.PUBLISHER,
                                Proposals.draft("D-7", home.policyHash())
                                        .with(
                                                "authority_envelope",
                                                Json.object().put("actor", "me").build()))),
                new Refused(
                        "claimed gate outcomes",
                        "AUTHORITY_CLAIMED",
                        () -> run(
                                Proposals.PUBLISHER,
                                Proposals.draft("D-8", home.policyHash())
                                        .with("gate_outcomes", Json.array(List.of())))),
                new Refused(
                        "another policy hash",
                        "POLICY_HASH_MISMATCH",
                        () -> run(Proposals.PUBLISHER, Proposals.draft("D-9", "sha256:" + "1".repeat(64)))),
                new Refused(
                        "an object that is not there",
                        "MISSING_PROVENANCE",
                        () -> run(Proposals.PUBLISHER, inputs("D-10", "sha256:" + "2".repeat(64)))),
                new Refused(
                        "an object that another has put",
                        "MISSING_PROVENANCE",
                        () -> run(
                                Proposals.actor("svc-other", "publisher"), Proposals.draft("D-11", home.policyHash()))),
                new Refused(
                        "no inputs",
                        "MISSING_PROVENANCE",
                        () -> run(
                                Proposals.PUBLISHER,
                                Proposals.draft("D-12", home.policyHash())
                                        .with("inputs_snapshot", Proposals.read("{\"files\":[]}")))),
                new Refused(
                        "scope bound wider than the grant",
                        "SCOPE_VIOLATION",
                        () -> run(
                                Proposals.actor("w", "narrow"),
                                Proposals.draft("D-13", home.policyHash()).with("scope_bound", Proposals.read("""
                                        {"decisions":["DEC-001"],"claims":["CLM-1"],"patches":[],"prompts":[],"datasets":[]}""")))));
    }

    private static Json.Obj inputs(String runId, String digest) {
        return Proposals.draft(runId, home.policyHash())
                .with(
                        "inputs_snapshot",
                        Proposals.read("{\"files\":[{\"path\":\"data/a.csv\",\"sha256\":\"" + digest + "\"}]}"));
    }

    /** A denial is sealed, told with its codes, and no second asking makes it anything else. */
    @ParameterizedTest
    @MethodSource("refused")
    void proposal_refusedByPolicy_isSealedAndStaysDenied(Refused row) throws Exception {
        GateRequest request = row.request().call();
        Recorded answer = decide(request);
        assertEquals(Finding.DENIED, answer.finding(), () -> body(answer).toString());
        assertTrue(codes(answer).contains(row.code()), () -> codes(answer).toString());
        assertTrue(bundle(request.caller(), answer).length > 0);
        Recorded again = decide(request);
        assertEquals(409, again.status());
        assertNotEquals(answer.decisionId(), again.decisionId());
        Recorded keyed = decide(Proposals.keyed(request, "key-" + row.what().replace(' ', '-')));
        Recorded repeated = decide(Proposals.keyed(request, "key-" + row.what().replace(' ', '-')));
        assertEquals(keyed, repeated);
        assertEquals(409, repeated.status());
    }

    /** The bundle of a record, once a stranger's verifier has said of it what the record says. */
    private static byte[] bundle(Actor caller, Recorded answer) throws IOException {
        Path file = oracle.bundle(wiring, caller, answer);
        Verdict record = oracle.judge(file);
        assertTrue(record.verified(), () -> record.report().findings().toString());
        assertEquals(answer.finding() == Finding.ALLOWED, oracle.judgeAsAllow(file) instanceof Verdict.Admissible);
        return Files.readAllBytes(file);
    }

    /** R13: what was withheld stands nowhere: not in the answer, the bundle, the journal or a name. */
    @Test
    void email_inProposal_standsNowhere() throws Exception {
        byte[] canary = "very.secret.canary@example.com".getBytes(StandardCharsets.UTF_8);
        Json.Obj snapshot = Proposals.snapshot("CANARY-1")
                .with("top_actions", Json.strings(List.of("mail " + new String(canary, StandardCharsets.UTF_8))));
        Recorded answer =
                decide(Proposals.request(Proposals.PUBLISHER, Kind.LLM_RUN_SNAPSHOT, Proposals.hashed(snapshot)));
        assertEquals(Finding.DENIED, answer.finding());
        assertFalse(contains(answer.body().toArray(), canary));
        assertFalse(contains(bundle(Proposals.PUBLISHER, answer), canary));
        try (Stream<Path> files = Files.walk(home.home())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(contains(Files.readAllBytes(file), canary), file.toString());
            }
        }
        assertTrue(body(answer).object("subject").object("digest").has("saltedSha256"));
    }

    private static boolean contains(byte[] where, byte[] what) {
        return new String(where, StandardCharsets.ISO_8859_1).contains(new String(what, StandardCharsets.ISO_8859_1));
    }

    static Stream<String> malformed() {
        return Stream.of(
                "",
                "{",
                "[]",
                "\"text\"",
                "{\"a\":1,\"a\":2}",
                "\uFEFF{}",
                "{} x",
                "{\"a\":1e999}",
                "{\"a\":9007199254740993}",
                "{\"a\":\"\\ud800\"}",
                "[".repeat(100) + "]".repeat(100),
                "{\"schema_version\":\"1.0\"}",
                "{\"unknown\":1}");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void body_malformed_isSealedAs422(String body) throws IOException {
        for (Kind kind : Kind.values()) {
            Recorded answer = decide(Proposals.request(Proposals.PUBLISHER, kind, Proposals.text(body)));
            assertEquals(Finding.MALFORMED, answer.finding(), body);
            assertEquals(422, answer.status());
            assertFalse(codes(answer).isEmpty());
            assertTrue(bundle(Proposals.PUBLISHER, answer).length > 0);
        }
    }

    /** R7: the same request of the same caller gets the first receipt; everybody else a 409. */
    @Test
    void runId_taken_isToldToItsWinnerAlone() throws IOException {
        GateRequest first = snapshot(Proposals.PUBLISHER, "TAKEN-1");
        Recorded won = decide(first);
        assertEquals(201, won.status());
        Recorded again = decide(first);
        assertEquals(200, again.status());
        assertEquals(won.body(), again.body());
        Json.Obj changed = Proposals.snapshot("TAKEN-1").with("top_risks", Json.strings(List.of("Another")));
        Recorded other =
                decide(Proposals.request(Proposals.PUBLISHER, Kind.LLM_RUN_SNAPSHOT, Proposals.hashed(changed)));
        assertEquals(Finding.RUN_EXISTS, other.finding());
        assertEquals(409, other.status());
        assertEquals(body(won).object("subject").text("digest"), body(other).text("winner"));
        Recorded stranger = decide(snapshot(Proposals.actor("svc-2", "publisher"), "TAKEN-1"));
        assertEquals(Finding.RUN_EXISTS, stranger.finding());
        assertFalse(body(stranger).has("winner"));
        assertTrue(bundle(Proposals.actor("svc-2", "publisher"), stranger).length > 0);
    }

    @Test
    void runId_askedForAtOnce_hasOneWinner() throws Exception {
        List<Callable<Recorded>> askers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            GateRequest request = snapshot(Proposals.actor("racer-" + i, "publisher"), "RACE-1");
            askers.add(() -> decide(request));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int won = 0;
            for (Future<Recorded> answer : threads.invokeAll(askers)) {
                Finding finding = answer.get().finding();
                assertTrue(finding == Finding.ALLOWED || finding == Finding.RUN_EXISTS, finding.name());
                won += finding == Finding.ALLOWED ? 1 : 0;
            }
            assertEquals(1, won);
        }
    }

    @Test
    void key_usedForAnotherRequest_isRefused() {
        decide(Proposals.keyed(snapshot(Proposals.PUBLISHER, "KEY-1"), "one-key"));
        GateAnswer answer = wiring.gate().decide(Proposals.keyed(snapshot(Proposals.PUBLISHER, "KEY-2"), "one-key"));
        assertInstanceOf(GateAnswer.KeyReused.class, answer);
    }

    @Test
    void decision_ofAnother_isAsInvisibleAsNone() {
        Recorded answer = decide(snapshot(Proposals.PUBLISHER, "MINE-1"));
        Actor other = Proposals.actor("svc-3", "publisher");
        assertTrue(wiring.archive().find(other, answer.decisionId()).isEmpty());
        assertTrue(wiring.archive().bundle(other, answer.decisionId()).isEmpty());
        assertEquals(
                answer.body(),
                wiring.archive()
                        .find(Proposals.PUBLISHER, answer.decisionId())
                        .orElseThrow()
                        .body());
        Actor auditor = new Actor("eve", "human", "auditor", List.of("auditor"), null, "token");
        assertTrue(wiring.archive().find(auditor, answer.decisionId()).isPresent());
    }

    /** Denials and allows hold after a restart, with the root and policy keys removed: the engine opens neither. */
    @Test
    void restart_withoutRootAndPolicyKeys_answersAsBefore(@TempDir Path other) throws Exception {
        GateHome second = GateHome.create(other.resolve("home"));
        GateRequest allowed = snapshot(Proposals.PUBLISHER, "RESTART-1");
        GateRequest denied = Proposals.keyed(snapshot(Proposals.actor("x", "stranger"), "RESTART-2"), "k");
        Recorded first;
        Recorded refused;
        try (Wiring before = second.open()) {
            first = (Recorded) before.gate().decide(allowed);
            refused = (Recorded) before.gate().decide(denied);
        }
        for (String role : List.of("root", "policy")) {
            delete(second.home().resolve("keys").resolve(role));
        }
        try (Wiring after = second.open()) {
            Recorded again = (Recorded) after.gate().decide(allowed);
            assertEquals(200, again.status());
            assertEquals(first.body(), again.body());
            assertEquals(refused, after.gate().decide(denied));
            assertEquals(201, ((Recorded) after.gate().decide(snapshot(Proposals.PUBLISHER, "RESTART-3"))).status());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Numbers of a caller's stream have no gap, whatever the outcome. */
    @Test
    void stream_mixedOutcomes_isNumberedWithoutGap() throws Exception {
        Actor caller = Proposals.actor("svc-stream", "publisher");
        List<Recorded> answers = new ArrayList<>();
        answers.add(decide(snapshot(caller, "S-1")));
        answers.add(decide(Proposals.request(caller, Kind.SEALED_RUN, Proposals.text("{"))));
        answers.add(decide(Proposals.scoped(snapshot(caller, "S-2"), "DEC-001")));
        answers.add(decide(snapshot(caller, "S-1")));
        List<Long> numbers = answers.stream()
                .map(GateTest::body)
                .map(b -> b.object("sequence").integer("number"))
                .toList();
        assertEquals(List.of(1L, 2L, 3L), numbers.subList(0, 3));
    }
}
