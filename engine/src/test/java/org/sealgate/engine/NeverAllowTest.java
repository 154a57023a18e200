package org.sealgate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.GateAnswer.Finding;
import org.sealgate.engine.GateAnswer.Recorded;
import org.sealgate.engine.decision.OpaClient;
import org.sealgate.engine.decision.OpaEndpoint;
import org.sealgate.engine.decision.OpaPin;
import org.sealgate.engine.seal.Installation;
import org.sealgate.verify.Exit;
import org.sealgate.verify.Verdict;

/** R4, R12: an OPA that lies and a policy that contradicts itself end in a sealed error, never in an allow. */
class NeverAllowTest {
    private static final String ALLOW = """
            {"resultVersion":"1","outcome":"allow","checks":[{"name":"authority_present","result":"pass"}],
             "gates":[{"name":"schema_version_valid","result":"pass"}],
             "refusal":{"available":true,"triggered":false,"reasonCode":null},
             "authority":%s,"violations":[],"obligations":[],"label":"internal"}
            """.formatted(TestPolicy.GRANT);

    @TempDir
    Path folder;

    /** A policy's own answer, and the cause that the gate must seal. */
    record Contradiction(String what, String from, String to) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Contradiction> contradictions() {
        return Stream.of(
                new Contradiction(
                        "a required check fails without a violation",
                        "\"authority_present\",\"result\":\"pass\"",
                        "\"authority_present\",\"result\":\"fail\""),
                new Contradiction("a required check is absent", "\"authority_present\"", "\"another_check\""),
                new Contradiction("no checks", "[{\"name\":\"authority_present\",\"result\":\"pass\"}]", "[]"),
                new Contradiction(
                        "a gate is skipped",
                        "\"schema_version_valid\",\"result\":\"pass\"",
                        "\"schema_version_valid\",\"result\":\"skip\""),
                new Contradiction("no gates", "[{\"name\":\"schema_version_valid\",\"result\":\"pass\"}]", "[]"),
                new Contradiction("an authority that no grant gives", "\"source\":\"board\"", "\"source\":\"myself\""),
                new Contradiction("no authority", TestPolicy.GRANT, "null"),
                new Contradiction(
                        "a refusal was triggered",
                        "\"triggered\":false,\"reasonCode\":null",
                        "\"triggered\":true,\"reasonCode\":\"UNSAFE_ACTION\""),
                new Contradiction(
                        "a blocking violation",
                        "\"violations\":[]",
                        "\"violations\":[{\"code\":\"X_Y\",\"pointer\":\"\",\"severity\":\"block\"}]"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void policy_contradictingItself_isAnErrorOnRecord(Contradiction row) throws Exception {
        Path home = home();
        String result = ALLOW.replace(row.from(), row.to());
        assertTrue(!result.equals(ALLOW), "the row changes nothing");
        LoadedRelease release = TestPolicy.answering(home, work(), result);
        try (Wiring wiring = Wiring.open(settings(home), release)) {
            assertErrorOnRecord(wiring, "RESULT_CONTRADICTION");
        }
        assertEquals(List.of(), GateHome.faults(home));
    }

    /** How OPA answers, {@code REVISION} standing for the release's, and the cause that the gate must seal. */
    record Liar(String what, int status, String body, String cause) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Liar> liars() {
        String provenance = "\"provenance\":{\"version\":\"1.21.0\",\"bundles\":{\"b\":{\"revision\":\"REVISION\"}}}";
        String lie = "{\"result\":" + ALLOW.replace("\n", "") + "," + provenance + "}";
        return Stream.of(
                new Liar("says allow", 200, lie, "ENGINE_DISAGREE"),
                new Liar(
                        "says allow of another revision",
                        200,
                        lie.replace("REVISION", TestPolicy.REVISION),
                        "OPA_REVISION"),
                new Liar("says allow without provenance", 200, "{\"result\":" + ALLOW + "}", "OPA_REVISION"),
                new Liar("says it twice", 200, lie.replaceFirst("\\{", "{\"result\":{},"), "OPA_NOT_JSON"),
                new Liar("says nothing", 200, "{}", "OPA_UNDEFINED"),
                new Liar("says yes", 200, "{\"result\":true," + provenance + "}", "OPA_RESULT_SCHEMA"),
                new Liar("is a web page", 200, "<html>allow</html>", "OPA_NOT_JSON"),
                new Liar("fails", 500, lie, "OPA_STATUS"));
    }

    @ParameterizedTest
    @MethodSource("liars")
    void opa_lying_isAnErrorOnRecord(Liar row) throws Exception {
        GateHome home = GateHome.create(folder.resolve("home"));
        LoadedRelease release = home.release();
        String revision = release.predicate().text("files");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body = row.body().replace("REVISION", revision).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(row.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        OpaClient opa =
                new OpaClient(new OpaEndpoint(server.getAddress(), "token"), new OpaPin("b", revision, "1.21.0"));
        try (Wiring wiring = Wiring.open(settings(home.home()), release, opa)) {
            Recorded answer = assertErrorOnRecord(wiring, row.cause());
            Oracle oracle = new Oracle(folder, home.home().resolve("trust-root.json"));
            Path bundle = oracle.bundle(wiring, Proposals.PUBLISHER, answer);
            Verdict record = oracle.judge(bundle);
            assertTrue(record.verified(), () -> record.report().findings().toString());
            assertEquals(Exit.OK, record.exit());
            assertTrue(oracle.judgeAsAllow(bundle) instanceof Verdict.Inadmissible);
        } finally {
            server.stop(0);
        }
        assertEquals(List.of(), home.faults());
    }

    private static Recorded assertErrorOnRecord(Wiring wiring, String cause) throws Exception {
        Recorded answer = assertInstanceOf(
                Recorded.class,
                wiring.gate()
                        .decide(Proposals.request(
                                Proposals.PUBLISHER,
                                Kind.LLM_RUN_SNAPSHOT,
                                Proposals.hashed(Proposals.snapshot("NEVER-1")))));
        String body = new String(answer.body().toArray(), StandardCharsets.UTF_8);
        assertEquals(Finding.NO_ANSWER, answer.finding(), body);
        assertEquals(503, answer.status());
        assertEquals(cause, JsonReader.readObject(answer.body().toArray()).text("cause"), body);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Oracle.ready(wiring.archive()
                        .bundle(Proposals.PUBLISHER, answer.decisionId())
                        .orElseThrow())
                .writeTo(out);
        assertTrue(out.size() > 0);
        return answer;
    }

    private Path home() {
        Path home = folder.resolve("home");
        new Installation(home, Clock.systemUTC(), new SecureRandom()).create("https://gate.example.org", "gate-1");
        return home;
    }

    private Path work() throws Exception {
        return Files.createDirectory(folder.resolve("policy"));
    }

    private static Settings settings(Path home) {
        return new Settings(home, TestPolicy.opa(), "https://gate.example.org", "gate-1");
    }
}
