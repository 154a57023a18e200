package org.sealgate.engine.decision;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealgate.engine.decision.HostileOpa.body;
import static org.sealgate.engine.decision.HostileOpa.head;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that may sit where OPA should be (promises.md R4, R5): never a result, its named cause, and in time. */
final class HostileOpaTest {
    private static final String REVISION = "dirHash1:aa";
    private static final OpaPin PIN = new OpaPin("release.tar.gz", REVISION, PinnedOpa.VERSION);
    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final Duration GRACE = Duration.ofMillis(100);
    private static final byte[] INPUT = "{\"kind\":\"sealed-run\"}".getBytes(UTF_8);
    private static final String PROVENANCE =
            "\"provenance\":{\"version\":\"1.21.0\",\"bundles\":{\"release.tar.gz\":{\"revision\":\"dirHash1:aa\"}}}";
    private static final String RESULT = """
            {"resultVersion":"1","outcome":"allow","checks":[{"name":"authority_present","result":"pass"}],\
            "gates":[{"name":"inputs_hashed","result":"pass"}],\
            "refusal":{"available":true,"triggered":false,"reasonCode":null},"authority":null,"violations":[],\
            "obligations":[],"label":null}""";
    private static final String ALLOW = "{" + PROVENANCE + ",\"result\":" + RESULT + "}";

    record Row(String name, Cause cause, HostileOpa.Manner manner) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(transport(), framing(), notJson(), notAResult(), wrongRelease())
                .flatMap(List::stream);
    }

    private static List<Row> transport() {
        return List.of(
                new Row("hangs", Cause.OPA_TIMEOUT, (socket, out) -> Thread.sleep(5_000)),
                new Row("hangs after the headers", Cause.OPA_TIMEOUT, (socket, out) -> {
                    out.write(head("200 OK", "Content-Length: " + ALLOW.length()));
                    Thread.sleep(5_000);
                }),
                new Row("drips the headers", Cause.OPA_TIMEOUT, (socket, out) -> {
                    drip(out, head("200 OK", "Content-Length: " + ALLOW.length()));
                    drip(out, ALLOW.getBytes(UTF_8));
                }),
                new Row("drips the body", Cause.OPA_TIMEOUT, (socket, out) -> {
                    out.write(head("200 OK", "Content-Length: " + ALLOW.length()));
                    drip(out, ALLOW.getBytes(UTF_8));
                }),
                new Row("closes without an answer", Cause.OPA_RESET, (socket, out) -> socket.close()),
                new Row("resets", Cause.OPA_RESET, (socket, out) -> {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }),
                new Row("closes inside the body", Cause.OPA_RESET, (socket, out) -> {
                    out.write(head("200 OK", "Content-Length: " + ALLOW.length()));
                    out.write(ALLOW.getBytes(UTF_8), 0, ALLOW.length() / 2);
                    socket.close();
                }));
    }

    private static List<Row> framing() {
        return List.of(
                raw("no http at all", Cause.OPA_RESET, "SSH-2.0-OpenSSH_9.9\r\n"),
                raw("http 1.0", Cause.OPA_RESET, "HTTP/1.0 200 OK\r\n\r\n" + ALLOW),
                raw("bare line feeds", Cause.OPA_RESET, "HTTP/1.1 200 OK\n\n" + ALLOW),
                raw("two lengths", Cause.OPA_RESET, lengths(ALLOW.length(), ALLOW.length() - 1) + ALLOW),
                raw("negative length", Cause.OPA_RESET, "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + ALLOW),
                raw("length and chunked", Cause.OPA_RESET, chunked("Content-Length: 5\r\n", "0")),
                raw("unknown transfer coding", Cause.OPA_RESET, "HTTP/1.1 200 OK\r\nTransfer-Encoding: x\r\n\r\n"),
                raw("negative chunk", Cause.OPA_RESET, chunked("", "-1")),
                raw("chunk size of nine digits", Cause.OPA_RESET, chunked("", "100000000")),
                raw("header without colon", Cause.OPA_RESET, "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n"),
                new Row("endless header", Cause.OPA_RESET, (socket, out) -> {
                    out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(ISO_8859_1));
                    pour(out, "a".repeat(64 * 1024).getBytes(ISO_8859_1));
                }),
                new Row("endless headers", Cause.OPA_RESET, (socket, out) -> {
                    out.write("HTTP/1.1 200 OK\r\n".getBytes(ISO_8859_1));
                    pour(out, "X: y\r\n".repeat(10_000).getBytes(ISO_8859_1));
                }),
                new Row("2 GiB by length", Cause.OPA_TOO_LARGE, (socket, out) -> {
                    out.write(head("200 OK", "Content-Length: 2147483648"));
                    pour(out, new byte[64 * 1024]);
                }),
                new Row("2 GiB in chunks", Cause.OPA_TOO_LARGE, (socket, out) -> {
                    out.write(head("200 OK", "Transfer-Encoding: chunked"));
                    pour(out, ("10000\r\n" + " ".repeat(64 * 1024) + "\r\n").getBytes(ISO_8859_1));
                }),
                new Row("2 GiB without a length", Cause.OPA_TOO_LARGE, (socket, out) -> {
                    out.write(head("200 OK", "Connection: close"));
                    pour(out, new byte[64 * 1024]);
                }),
                new Row("one byte too many", Cause.OPA_TOO_LARGE, body("200 OK", padded(1024 * 1024 + 1))),
                new Row("status 500", Cause.OPA_STATUS, body("500 Internal Server Error", ALLOW)),
                new Row("status 404", Cause.OPA_STATUS, body("404 Not Found", ALLOW)),
                new Row("status 401", Cause.OPA_STATUS, body("401 Unauthorized", ALLOW)),
                new Row("status 204", Cause.OPA_STATUS, body("204 No Content", ALLOW)),
                new Row("status 100 for ever", Cause.OPA_STATUS, (socket, out) -> {
                    pour(out, "HTTP/1.1 100 Continue\r\n\r\n".repeat(2_000).getBytes(ISO_8859_1));
                }),
                raw("redirect", Cause.OPA_STATUS, "HTTP/1.1 301 Moved\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"));
    }

    private static List<Row> notJson() {
        return List.of(
                ok("empty", Cause.OPA_NOT_JSON, ""),
                ok("html", Cause.OPA_NOT_JSON, "<html><body>allow</body></html>"),
                ok("null", Cause.OPA_NOT_JSON, "null"),
                ok("an array", Cause.OPA_NOT_JSON, "[" + ALLOW + "]"),
                ok("result twice", Cause.OPA_NOT_JSON, "{\"result\":{}," + ALLOW.substring(1)),
                ok("outcome twice", Cause.OPA_NOT_JSON, ALLOW.replace("{\"resultV", "{\"outcome\":\"deny\",\"resultV")),
                ok("trailing garbage", Cause.OPA_NOT_JSON, ALLOW + "x"),
                ok("two documents", Cause.OPA_NOT_JSON, ALLOW + ALLOW),
                ok("byte order mark", Cause.OPA_NOT_JSON, "\ufeff" + ALLOW),
                ok("lone surrogate", Cause.OPA_NOT_JSON, ALLOW.replace("\"label\":null", "\"label\":\"\\ud800\"")),
                ok("deep nesting", Cause.OPA_NOT_JSON, "{\"result\":" + "[".repeat(100_000)),
                ok("NaN", Cause.OPA_NOT_JSON, ALLOW.replace("\"label\":null", "\"label\":NaN")),
                new Row("utf-16", Cause.OPA_NOT_JSON, body("200 OK", ALLOW.getBytes(UTF_16))),
                new Row(
                        "bad utf-8",
                        Cause.OPA_NOT_JSON,
                        body("200 OK", ALLOW.replace("null}", "\"\u00ff\"}").getBytes(ISO_8859_1))),
                new Row("gzip, said so", Cause.OPA_NOT_JSON, (socket, out) -> {
                    out.write(head("200 OK", "Content-Encoding: gzip\r\nContent-Length: " + gzip().length));
                    out.write(gzip());
                }),
                new Row("gzip, not said", Cause.OPA_NOT_JSON, body("200 OK", gzip())));
    }

    private static List<Row> notAResult() {
        return List.of(
                ok("no result", Cause.OPA_UNDEFINED, "{}"),
                ok("provenance alone", Cause.OPA_UNDEFINED, "{" + PROVENANCE + "}"),
                result("null", "null"),
                result("true", "true"),
                result("a number", "1"),
                result("an empty object", "{}"),
                result("an array", "[" + RESULT + "]"),
                result("a member more", RESULT.replace("\"label\":null", "\"label\":null,\"allow\":true")),
                result("a member less", RESULT.replace(",\"label\":null", "")),
                result("outcome true", RESULT.replace("\"allow\"", "true")),
                result("outcome in capitals", RESULT.replace("\"allow\"", "\"ALLOW\"")),
                result("outcome error", RESULT.replace("\"allow\"", "\"error\"")),
                result(
                        "a gate that says yes",
                        RESULT.replace("inputs_hashed\",\"result\":\"pass", "inputs_hashed\",\"result\":\"yes")),
                result("checks as an object", RESULT.replaceAll("\"checks\":\\[[^]]*]", "\"checks\":{}")),
                result("another result version", RESULT.replace("Version\":\"1\"", "Version\":\"2\"")),
                member("\"warning\":{}"),
                member("\"decision_id\":5"),
                member("\"decision_id\":null"),
                member("\"decision_id\":\"\""),
                member("\"decision_id\":\"two words\""),
                member("\"decision_id\":\"" + "a".repeat(65) + "\""));
    }

    private static Row member(String member) {
        return ok(member, Cause.OPA_RESULT_SCHEMA, ALLOW.substring(0, ALLOW.length() - 1) + "," + member + "}");
    }

    private static List<Row> wrongRelease() {
        return List.of(
                ok("no provenance", Cause.OPA_REVISION, "{\"result\":" + RESULT + "}"),
                ok("empty provenance", Cause.OPA_REVISION, "{\"provenance\":{},\"result\":" + RESULT + "}"),
                ok("no revision", Cause.OPA_REVISION, ALLOW.replace("\"revision\":\"dirHash1:aa\"", "")),
                ok("another revision", Cause.OPA_REVISION, ALLOW.replace("dirHash1:aa", "dirHash1:ab")),
                ok("revision of another bundle", Cause.OPA_REVISION, ALLOW.replace("release.tar.gz", "other.tar.gz")),
                ok(
                        "revision of the wrong type",
                        Cause.OPA_REVISION,
                        ALLOW.replace("\"dirHash1:aa\"", "[\"dirHash1:aa\"]")),
                ok("another version", Cause.OPA_REVISION, ALLOW.replace("1.21.0", "1.4.2")));
    }

    // R4, R5
    @ParameterizedTest
    @MethodSource("rows")
    void hostileAnswer_isNoResult_withItsCauseInTime(Row row) throws Exception {
        try (HostileOpa opa = HostileOpa.listening(row.manner());
                OpaClient client = new OpaClient(opa.endpoint(), PIN)) {
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                OpaAnswer answer = client.ask("sealgate/sealed_run/decision", INPUT, Deadline.after(PATIENCE));
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                assertEquals(
                        row.cause(),
                        assertInstanceOf(OpaAnswer.Failed.class, answer).cause());
                assertTrue(took.compareTo(PATIENCE.plus(GRACE)) <= 0, () -> "took " + took);
            }
        }
    }

    // R4: a thousand of each, as many at once as the gate lets in, so that most are asked together with others
    @ParameterizedTest
    @MethodSource("rows")
    void hostileAnswer_aThousandTimes_isNeverAResult(Row row) throws Exception {
        Duration patience = row.cause() == Cause.OPA_TIMEOUT ? Duration.ofMillis(50) : Duration.ofSeconds(2);
        try (HostileOpa opa = HostileOpa.listening(row.manner());
                OpaClient client = new OpaClient(opa.endpoint(), PIN);
                ExecutorService callers =
                        Executors.newFixedThreadPool(64, Thread.ofVirtual().factory())) {
            OpaQueue queue = new OpaQueue(client, 2);
            List<Future<OpaAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                answers.add(callers.submit(
                        () -> queue.ask("sealgate/sealed_run/decision", INPUT, Deadline.after(patience))));
            }
            for (Future<OpaAnswer> answer : answers) {
                assertInstanceOf(OpaAnswer.Failed.class, answer.get());
            }
        }
    }

    @Test
    void nobodyListening_isUnreachable() throws IOException {
        InetSocketAddress free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = new InetSocketAddress("127.0.0.1", socket.getLocalPort());
        }
        try (OpaClient client = new OpaClient(new OpaEndpoint(free, "token"), PIN)) {
            OpaAnswer answer = client.ask("sealgate/sealed_run/decision", INPUT, Deadline.after(PATIENCE));
            assertEquals(
                    Cause.OPA_UNREACHABLE,
                    assertInstanceOf(OpaAnswer.Failed.class, answer).cause());
        }
    }

    /** Memory that has run out, for one: the thread that keeps every deadline goes on. */
    @Test
    void deadline_afterALookThatFailed_isKeptAllTheSame() throws IOException {
        AtomicInteger looks = new AtomicInteger();
        try (HostileOpa opa = HostileOpa.listening((socket, out) -> Thread.sleep(5_000));
                OpaClient client = new OpaClient(opa.endpoint(), PIN)) {
            client.eachLook(now -> {
                if (looks.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("as if");
                }
            });
            OpaAnswer answer = client.ask("sealgate/sealed_run/decision", INPUT, Deadline.after(PATIENCE));
            assertEquals(
                    Cause.OPA_TIMEOUT,
                    assertInstanceOf(OpaAnswer.Failed.class, answer).cause());
            assertTrue(looks.get() > 1);
        }
    }

    @Test
    void listenerThatNeverReads_isTimeoutInTime() throws IOException {
        byte[] large = new byte[64 * 1024 * 1024];
        try (ServerSocket deaf = new ServerSocket(0, 1);
                OpaClient client = new OpaClient(
                        new OpaEndpoint(new InetSocketAddress("127.0.0.1", deaf.getLocalPort()), "t"), PIN)) {
            long start = System.nanoTime();
            OpaAnswer answer = client.ask("sealgate/sealed_run/decision", large, Deadline.after(PATIENCE));
            assertEquals(
                    Cause.OPA_TIMEOUT,
                    assertInstanceOf(OpaAnswer.Failed.class, answer).cause());
            assertTrue(System.nanoTime() - start <= PATIENCE.plus(GRACE).toNanos());
        }
    }

    // The counter-proof: the rows fail for what is wrong with them, not for what they share.
    @Test
    void goodAnswer_inEveryFraming_isTheResult() throws IOException {
        String chunks = chunked("", Integer.toHexString(ALLOW.length()) + "\r\n" + ALLOW + "\r\n0\r\n");
        List<Row> good = List.of(
                ok("length", Cause.OPA_RESET, ALLOW),
                raw("chunks", Cause.OPA_RESET, chunks),
                raw("end of connection", Cause.OPA_RESET, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + ALLOW),
                new Row("exactly as large as it may be", Cause.OPA_RESET, body("200 OK", padded(1024 * 1024))));
        for (Row row : good) {
            try (HostileOpa opa = HostileOpa.listening(row.manner());
                    OpaClient client = new OpaClient(opa.endpoint(), PIN)) {
                for (int i = 0; i < 3; i++) {
                    OpaAnswer answer = client.ask("sealgate/sealed_run/decision", INPUT, Deadline.after(PATIENCE));
                    var answered = assertInstanceOf(OpaAnswer.Answered.class, answer, row.name());
                    assertEquals(REVISION, answered.revision());
                }
            }
        }
    }

    private static Row ok(String name, Cause cause, String body) {
        return new Row(name, cause, body("200 OK", body));
    }

    private static Row result(String name, String result) {
        return ok("result is " + name, Cause.OPA_RESULT_SCHEMA, "{" + PROVENANCE + ",\"result\":" + result + "}");
    }

    private static Row raw(String name, Cause cause, String bytes) {
        return new Row(name, cause, (socket, out) -> {
            out.write(bytes.getBytes(UTF_8));
            out.flush();
            socket.shutdownOutput();
        });
    }

    private static String lengths(int first, int second) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + first + "\r\nContent-Length: " + second + "\r\n\r\n";
    }

    private static String chunked(String header, String chunks) {
        return "HTTP/1.1 200 OK\r\n" + header + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "\r\n";
    }

    private static byte[] padded(int size) {
        return (ALLOW + " ".repeat(size - ALLOW.length())).getBytes(UTF_8);
    }

    private static byte[] gzip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(ALLOW.getBytes(UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static void drip(java.io.OutputStream out, byte[] bytes) throws Exception {
        for (byte next : bytes) {
            out.write(next);
            out.flush();
            Thread.sleep(20);
        }
    }

    private static void pour(java.io.OutputStream out, byte[] bytes) throws IOException {
        while (true) {
            out.write(bytes);
        }
    }
}
