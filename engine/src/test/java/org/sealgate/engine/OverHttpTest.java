package org.sealgate.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonLimits;
import org.sealgate.bundle.JsonReader;
import org.sealgate.engine.http.Callers;
import org.sealgate.engine.http.Description;
import org.sealgate.engine.http.HttpServer;
import org.sealgate.engine.http.HttpSettings;
import org.sealgate.engine.seal.Installation;

/** The whole engine behind its door, with a policy that allows: the examples of the description, and what a caller gets to see. */
class OverHttpTest {
    private static final String ALLOW = """
            {"resultVersion":"1","outcome":"allow","checks":[{"name":"authority_present","result":"pass"}],
             "gates":[{"name":"schema_version_valid","result":"pass"}],
             "refusal":{"available":true,"triggered":false,"reasonCode":null},
             "authority":%s,"violations":[],"obligations":[],"label":"internal"}
            """.formatted(TestPolicy.GRANT);

    private static final String CORRECTIONS = "/v1/corrections";

    @TempDir
    static Path folder;

    private static Wiring wiring;
    private static HttpServer server;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Map<String, String> TOKENS = new TreeMap<>();

    @BeforeAll
    static void start() throws Exception {
        Path home = folder.resolve("home");
        new Installation(home, Clock.systemUTC(), new SecureRandom()).create("https://gate.example.org", "gate-1");
        LoadedRelease release = TestPolicy.answering(home, Files.createDirectory(folder.resolve("policy")), ALLOW);
        wiring = Wiring.open(new Settings(home, TestPolicy.opa(), "https://gate.example.org", "gate-1"), release);
        List<Json.Obj> rows = new ArrayList<>(Callers.ofFirstStart());
        rows.add(rows.getFirst().with("id", Json.of("svc-other")));
        Path callers = home.resolve("callers.json");
        Callers.initialise(callers, rows, new SecureRandom());
        for (Json row : ((Json.Arr) JsonReader.read(Files.readAllBytes(callers))).items()) {
            TOKENS.put(((Json.Obj) row).text("id"), ((Json.Obj) row).text("token"));
        }
        server = HttpServer.start(wiring, HttpSettings.loopback(0, callers));
    }

    @AfterAll
    static void stop() {
        server.close();
        wiring.close();
    }

    @Test
    void everyExampleOfTheDescription_isAnsweredAsDescribed() throws Exception {
        Description description = Description.read();
        String empty = Digest.sha256(new byte[0]).text();
        assertEquals(
                201,
                ask("svc-publisher", "PUT", "/v1/objects/" + empty, Proposals.text(""))
                        .statusCode());
        String decisionId = "";
        for (Description.Operation operation : proposalsFirst(description.operations())) {
            for (Map.Entry<String, Bytes> example :
                    examples(description, operation).entrySet()) {
                String path = operation
                        .path()
                        .replace("{kinds}", example.getKey())
                        .replace("{name}", empty)
                        .replace("{path}", "0/000.p/1")
                        .replace("{number}", "1")
                        .replace("{id}", decisionId);
                String kind = operation.path().endsWith(":preview")
                        ? "&kind=" + example.getKey().replaceAll("s$", "")
                        : "";
                boolean isProposal =
                        operation.method().equals("POST") && !operation.path().equals(CORRECTIONS);
                String query = isProposal ? "?scope=DEC-001" + kind : "";
                boolean isOperators =
                        operation.path().equals("/metrics") || operation.path().equals(CORRECTIONS);
                String caller = isOperators ? "local-operator" : "svc-publisher";
                var response = ask(caller, operation.method(), path + query, example.getValue());
                Json.Obj said = assertDescribed(description, operation, response);
                decisionId = operation.path().equals("/v1/{kinds}") ? said.text("decisionId") : decisionId;
            }
        }
    }

    private static Json.Obj assertDescribed(
            Description description, Description.Operation operation, HttpResponse<byte[]> response) {
        String text = operation + " " + response.statusCode() + " " + new String(response.body(), UTF_8);
        // a policy that allows whatever it is asked fails the canary, as it should
        int hundreds = operation.path().equals("/health/ready") ? 5 : 2;
        assertEquals(hundreds, response.statusCode() / 100, text);
        String mediaType =
                response.headers().firstValue("content-type").orElse("").replaceAll(";.*", "");
        Json.Obj described = description.resolved(
                operation.body().object("responses").object(Integer.toString(response.statusCode())));
        assertTrue(described.object("content").has(mediaType), text);
        if (!mediaType.equals("application/json")) {
            return Json.object().build();
        }
        Json.Obj body = JsonReader.readObject(response.body(), JsonLimits.EVIDENCE);
        assertTrue(
                description.schemas(operation, response.statusCode(), mediaType).stream()
                        .anyMatch(schema -> Description.conforms(body, schema)),
                text);
        return body;
    }

    @Test
    void runs_areSealedOnceAndReadByTheirCallerAlone() throws Exception {
        Bytes snapshot = Proposals.hashed(Proposals.snapshot("HTTP-1"));
        String path = "/v1/llm-run-snapshots?scope=DEC-001&audience=board";
        var first = ask("svc-publisher", "POST", path, snapshot);
        assertEquals(201, first.statusCode(), new String(first.body(), UTF_8));
        var again = ask("svc-publisher", "POST", path, snapshot);
        assertEquals(200, again.statusCode());
        assertArrayEquals(first.body(), again.body());
        var other = ask("svc-other", "POST", path, snapshot);
        assertEquals(409, other.statusCode());
        Json.Obj taken = JsonReader.readObject(other.body());
        assertEquals("run-exists", taken.text("code"));
        assertTrue(!taken.has("winner"), "the winner is nobody else's business");
        String decision = "/v1/decisions/" + JsonReader.readObject(first.body()).text("decisionId");
        assertArrayEquals(
                first.body(),
                ask("svc-publisher", "GET", decision, Proposals.text("")).body());
        assertEquals(
                200, ask("local-auditor", "GET", decision, Proposals.text("")).statusCode());
        assertEquals(404, ask("svc-other", "GET", decision, Proposals.text("")).statusCode());
        assertEquals(
                404,
                ask("svc-other", "GET", decision + "/bundle", Proposals.text(""))
                        .statusCode());
        var bundle = ask("svc-publisher", "GET", decision + "/bundle", Proposals.text(""));
        Path file = Files.write(folder.resolve("one.evidence.zip"), bundle.body());
        try (Container container = Container.open(file)) {
            assertTrue(container.parts().containsKey("input.json"));
        }
    }

    private static List<Description.Operation> proposalsFirst(List<Description.Operation> operations) {
        List<Description.Operation> sorted = new ArrayList<>(operations);
        // the proposal's run is what is corrected, and the correction is what is read
        List<String> first = List.of("POST /v1/{kinds}", "POST " + CORRECTIONS);
        sorted.sort(java.util.Comparator.comparing(operation -> {
            int at = first.indexOf(operation.toString());
            return at < 0 ? first.size() : at;
        }));
        return sorted;
    }

    private static Map<String, Bytes> examples(Description description, Description.Operation operation) {
        Map<String, Bytes> examples = new TreeMap<>();
        if (operation.method().equals("POST")) {
            Json.Obj content =
                    operation.body().object("requestBody").object("content").object("application/json");
            content.object("examples").members().forEach((name, example) -> {
                Json.Obj value = description.resolved(example).object("value");
                examples.put(name, Bytes.copyOf(CanonicalJson.rfc8785(value)));
            });
        } else {
            examples.put("", Proposals.text(""));
        }
        return examples;
    }

    private static HttpResponse<byte[]> ask(String caller, String method, String path, Bytes body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.uri() + path))
                .header("Authorization", "Bearer " + TOKENS.get(caller))
                .method(method, BodyPublishers.ofByteArray(body.toArray()));
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }
}
