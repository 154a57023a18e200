package org.sealgate.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealgate.engine.http.Problems.assertProblem;
import static org.sealgate.engine.http.Problems.assertQuotesNothing;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Digest;

/** What a caller may send, good and bad, and that nothing of it comes back (promises.md R9, R13, Limits). */
final class BadRequestTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    static Path folder;

    private static Door door;

    @BeforeAll
    static void open() throws IOException {
        door = Door.open(folder);
    }

    @AfterAll
    static void close() {
        door.close();
    }

    record Row(String name, int status, String code, String line, String headers, String body) {
        Row(String name, int status, String code, String line) {
            this(name, status, code, line, "", "allow");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        String propose = "POST /v1/sealed-runs";
        String key = "Idempotency-Key: ";
        String longest = "a".repeat(100);
        return Stream.of(
                new Row("audience with a blank", 400, "parameter", propose + "?audience=canary%20x"),
                new Row("audience empty", 400, "parameter", propose + "?audience="),
                new Row("audience of 101 characters", 400, "parameter", propose + "?audience=" + longest + "a"),
                new Row("second audience bad", 400, "parameter", propose + "?audience=a&audience=canary%0A"),
                new Row("33 audiences", 400, "parameter", propose + "?" + "audience=a&".repeat(33)),
                new Row("scope with an e-mail", 400, "parameter", propose + "?scope=canary%40example.org"),
                new Row("scope with a hidden e-mail", 400, "parameter", propose + "?scope=canary%EF%BC%A0example.org"),
                new Row("scope twice", 400, "parameter", propose + "?scope=a&scope=b"),
                new Row("purpose with markup", 400, "parameter", propose + "?purpose=%3Ccanary%3E"),
                new Row("purpose with NUL", 400, "parameter", propose + "?purpose=canary%00"),
                new Row("parameter with bad UTF-8", 400, "parameter", propose + "?purpose=canary%FF"),
                new Row("unknown parameter", 400, "parameter", propose + "?canary=1"),
                // the framework drops a target that is no URI together with the headers
                new Row("broken escape", 401, "unauthenticated", propose + "?purpose=canary%zz"),
                new Row("key with a blank", 400, "parameter", propose, key + "canary x\r\n", "allow"),
                new Row("key empty", 400, "parameter", propose, key + "\r\n", "allow"),
                new Row("key of 101 characters", 400, "parameter", propose, key + longest + "a\r\n", "allow"),
                new Row("key twice", 400, "parameter", propose, key + "a\r\n" + key + "b\r\n", "allow"),
                new Row("key with an e-mail", 400, "parameter", propose, key + "canary@example.org\r\n", "allow"),
                new Row("gzip", 415, "media-type", propose, "Content-Encoding: gzip\r\n", "allow"),
                new Row("preview without a kind", 400, "parameter", "POST /v1/decisions:preview"),
                new Row("preview of an unknown kind", 400, "parameter", "POST /v1/decisions:preview?kind=canary"),
                new Row(
                        "preview of two kinds",
                        400,
                        "parameter",
                        "POST /v1/decisions:preview?kind=sealed-run&kind=sealed-run"),
                new Row("correction with a parameter", 400, "parameter", "POST /v1/corrections?canary=1"),
                new Row("correction refused", 400, "request", "POST /v1/corrections", "", "canary"),
                new Row("correction of no run", 404, "not-found", "POST /v1/corrections", "", "no-run"),
                new Row(
                        "correction that is not known",
                        503,
                        "evidence-unavailable",
                        "POST /v1/corrections",
                        "",
                        "full"),
                new Row("list from a word", 400, "parameter", "GET /v1/decisions?after=canary"),
                new Row("list from below 0", 400, "parameter", "GET /v1/decisions?after=-1"),
                new Row("list of none", 400, "parameter", "GET /v1/decisions?limit=0"),
                new Row("list of 101", 400, "parameter", "GET /v1/decisions?limit=101"),
                new Row("list after 2^63", 400, "parameter", "GET /v1/decisions?after=9223372036854775808"),
                new Row("id with a path in it", 404, "not-found", "GET /v1/decisions/..%2f..%2fcanary"),
                new Row("id of 2,000 characters", 404, "not-found", "GET /v1/decisions/" + "a".repeat(2_000)),
                new Row("object of another hash", 400, "parameter", "PUT /v1/objects/sha1:canary"),
                new Row("object in capitals", 400, "parameter", "PUT /v1/objects/sha256:" + "A".repeat(64)),
                new Row("object of 63 digits", 400, "parameter", "PUT /v1/objects/sha256:" + "a".repeat(63)),
                new Row("object of other bytes", 422, "digest-differs", "PUT /v1/objects/sha256:" + "a".repeat(64)),
                new Row("object that is not there", 404, "not-found", "GET /v1/objects/sha256:" + "b".repeat(64)),
                new Row("object that is none", 404, "not-found", "GET /v1/objects/canary"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void badRequest_isAProblemThatQuotesNothing(Row row) throws IOException {
        int before = door.engine.reached.size();
        String headers = row.headers() + "Content-Length: " + row.body().length() + "\r\n";
        String caller = row.line().contains("/corrections") ? "one-operator" : "svc-publisher";
        Door.Reply reply = door.send(door.head(caller, row.line(), headers) + row.body());
        assertProblem(reply, row.status(), row.code());
        assertEquals(before, door.engine.reached.size(), "it did not reach the gate");
    }

    @Test
    void goodParameters_reachTheGateAsTheyAre() throws IOException {
        String line = "POST /v1/sealed-runs?audience=b&audience=a%2Fx&scope=DEC-001&purpose=" + "p".repeat(100);
        String headers = "Idempotency-Key: " + "k".repeat(100) + "\r\nContent-Length: 5\r\n";
        Door.Reply reply = door.send(door.head("svc-publisher", line, headers) + "allow");
        assertEquals(201, reply.status());
        var request = door.engine.reached.getLast();
        assertEquals(List.of("b", "a/x"), request.parameters().audience());
        assertEquals("DEC-001", request.parameters().scope());
        assertEquals("p".repeat(100), request.parameters().purpose());
        assertEquals("k".repeat(100), request.idempotencyKey().orElseThrow());
        assertEquals("svc-publisher", request.caller().id());
        assertEquals("token", request.caller().method());
    }

    record Said(String script, int status, String type) {}

    @Test
    void everyAnswerOfTheGate_hasItsStatus() throws IOException {
        List<Said> table = List.of(
                new Said("allow", 201, "application/json"),
                new Said("again", 200, "application/json"),
                new Said("deny", 409, "application/problem+json"),
                new Said("taken", 409, "application/problem+json"),
                new Said("running", 409, "application/problem+json"),
                new Said("reused", 422, "application/problem+json"),
                new Said("", 422, "application/problem+json"),
                new Said("{", 422, "application/problem+json"),
                new Said("no-answer", 503, "application/problem+json"),
                new Said("full", 503, "application/problem+json"),
                new Said("break", 503, "application/problem+json"),
                new Said("overflow", 503, "application/problem+json"));
        for (Said said : table) {
            for (String kinds : List.of("sealed-runs", "llm-run-snapshots")) {
                Door.Reply reply = door.ask("svc-publisher", "POST /v1/" + kinds, said.script());
                assertEquals(said.status(), reply.status(), said.script());
                assertEquals(said.type(), reply.header("content-type"), said.script());
                assertQuotesNothing(reply);
            }
        }
        assertEquals(
                "7", door.ask("svc-publisher", "POST /v1/sealed-runs", "full").header("retry-after"));
        assertProblem(door.ask("svc-publisher", "POST /v1/sealed-runs", "break"), 503, "evidence-unavailable");
        assertProblem(door.ask("svc-publisher", "POST /v1/sealed-runs", "running"), 409, "in-progress");
        assertProblem(door.ask("svc-publisher", "POST /v1/sealed-runs", "reused"), 422, "key-reused");
    }

    @Test
    void preview_hasTheStatusThatTheProposalWouldGet() throws IOException {
        List<Said> table = List.of(
                new Said("allow", 200, ""),
                new Said("deny", 409, ""),
                new Said("no-answer", 503, ""),
                new Said("{", 422, ""));
        for (Said said : table) {
            Door.Reply reply = door.ask("one-author", "POST /v1/decisions:preview?kind=sealed-run", said.script());
            assertEquals(said.status(), reply.status(), said.script());
            assertTrue(reply.json().bool("preview"));
        }
    }

    // Limits: limit - 1, limit, limit + 1
    @Test
    void brokenRequests_endWithoutAServerError() throws IOException {
        List<String> broken = List.of(
                "\r\n\r\n",
                "GET\r\n\r\n",
                "GET / HTTP/9.9\r\n\r\n",
                "NONSENSE\u0000 / HTTP/1.1\r\n\r\n",
                door.head("svc-publisher", "POST /v1/sealed-runs", "Content-Length: -1\r\n"),
                door.head("svc-publisher", "POST /v1/sealed-runs", "Content-Length: x\r\n"),
                door.head("svc-publisher", "POST /v1/sealed-runs", "Content-Length: 5\r\nContent-Length: 6\r\n")
                        + "allow",
                door.head("svc-publisher", "POST /v1/sealed-runs", "Transfer-Encoding: chunked\r\n") + "zz\r\n",
                door.head("svc-publisher", "POST /v1/sealed-runs", "Bad Header\u0001: x\r\n"));
        for (String request : broken) {
            try (Socket socket = door.connect()) {
                socket.getOutputStream().write(request.getBytes(UTF_8));
                socket.shutdownOutput();
                String said = new String(socket.getInputStream().readAllBytes(), UTF_8);
                assertFalse(said.startsWith("HTTP/1.1 2") || said.startsWith("HTTP/1.1 5"), said);
                assertFalse(said.contains("Exception") || said.contains("\tat "), said);
            }
        }
    }

    @Test
    void bodyCutOff_doesNotReachTheGate() throws IOException {
        String chunked = door.head("svc-publisher", "POST /v1/sealed-runs", "Transfer-Encoding: chunked\r\n");
        List<String> cutOff = List.of(
                door.head("svc-publisher", "POST /v1/sealed-runs", "Content-Length: 10\r\n") + "allow",
                chunked + "5\r\nallow\r\n",
                chunked + "5\r\nallow\r\nzz\r\n",
                chunked + "5\r\nallow\r\n-1\r\n",
                chunked + "zz\r\n");
        int before = door.engine.reached.size();
        for (String request : cutOff) {
            try (Socket socket = door.connect()) {
                socket.getOutputStream().write(request.getBytes(UTF_8));
                socket.shutdownOutput();
                String said = new String(socket.getInputStream().readAllBytes(), UTF_8);
                assertFalse(said.startsWith("HTTP/1.1 2"), said);
                assertEquals(
                        before,
                        door.engine.reached.size(),
                        request.lines().toList().getLast() + said);
            }
        }
    }

    @Test
    void object_isStreamedAndServedWithItsDigestAsTag() throws IOException {
        byte[] large = "0123456789abcdef".repeat(3 * MIB / 16).getBytes(UTF_8);
        String name = "/v1/objects/" + Digest.sha256(large).text();
        Door.Reply put = door.ask("svc-publisher", "PUT " + name, new String(large, UTF_8));
        assertEquals(201, put.status());
        assertEquals(name, put.header("location"));
        assertEquals(large.length, put.json().integer("bytes"));
        assertEquals(
                201,
                door.ask("svc-publisher", "PUT " + name, new String(large, UTF_8))
                        .status(),
                "known");
        Door.Reply got = door.ask("svc-publisher", "GET " + name);
        assertTrue(new String(large, UTF_8).equals(got.body()), "the same bytes");
        assertTrue(got.header("cache-control").contains("immutable"));
        String tag = "If-None-Match: " + got.header("etag") + "\r\n";
        assertEquals(
                304, door.send(door.head("svc-publisher", "GET " + name, tag)).status());
    }

    @Test
    void bundle_isSentToItsEndOrNotAsAWhole() throws IOException {
        String line = "GET /v1/decisions/" + ScriptedEngine.OWN + "/bundle";
        Door.Reply whole = door.ask("svc-publisher", line);
        assertEquals("application/vnd.sealgate.evidence+zip", whole.header("content-type"));
        assertEquals(200_000, whole.body().length());
        door.engine.problems = List.of("bundle");
        try {
            assertTrue(
                    door.ask("svc-publisher", line).body().endsWith(Door.Reply.CUT_OFF),
                    "never ended as if it were whole");
        } finally {
            door.engine.problems = List.of();
        }
    }

    @Test
    void readiness_namesItsReasons() throws IOException {
        assertEquals(
                "ready", door.ask("one-operator", "GET /health/ready").json().text("status"));
        door.engine.problems = List.of("store: FORCE");
        try {
            Door.Reply reply = door.ask("one-operator", "GET /health/ready");
            assertEquals(503, reply.status());
            assertEquals(List.of("store: FORCE"), reply.json().texts("reasons"));
        } finally {
            door.engine.problems = List.of();
        }
    }

    @Test
    void metrics_countAndQuoteNothing() throws IOException {
        door.ask("", "GET /v1/decisions");
        Door.Reply reply = door.ask("one-operator", "GET /metrics");
        assertTrue(reply.body().contains("sealgate_refused_total{code=\"unauthenticated\"} "));
        assertTrue(reply.body().contains("sealgate_records 7"));
        assertTrue(
                reply.body().lines().allMatch(line -> line.matches("[a-z_]+(\\{[a-z]+=\"[A-Za-z0-9_-]+\"})? [0-9]+")),
                reply.body());
    }
}
