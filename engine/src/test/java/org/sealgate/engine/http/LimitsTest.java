package org.sealgate.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sealgate.engine.http.Problems.assertProblem;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits of promises.md, each below, at and above. */
final class LimitsTest {
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

    @Test
    void bodyAroundOneMebibyte_isTakenUpToTheLimit() throws IOException {
        for (int size : List.of(MIB - 1, MIB)) {
            assertEquals(
                    422,
                    door.ask("svc-publisher", "POST /v1/sealed-runs", "x".repeat(size))
                            .status());
            assertEquals(size, door.engine.reached.getLast().body().size());
        }
        int before = door.engine.reached.size();
        String oneMore = door.head("svc-publisher", "POST /v1/sealed-runs", "Content-Length: " + (MIB + 1) + "\r\n");
        assertProblem(door.send(oneMore), 413, "too-large");
        assertProblem(door.send(chunked("POST /v1/sealed-runs", 10)), 400, "length-required");
        assertEquals(before, door.engine.reached.size());
    }

    @Test
    void declaredLength_isRefusedBeforeTheBodyIsRead() throws IOException {
        for (String length : List.of("1048577", "268435457", "9223372036854775807")) {
            String request = door.head("svc-publisher", "POST /v1/sealed-runs", "Content-Length: " + length + "\r\n");
            assertEquals(413, door.send(request).status(), length);
        }
        String expecting = "Expect: 100-continue\r\nContent-Length: 2000000\r\n";
        assertEquals(
                413,
                door.send(door.head("svc-publisher", "POST /v1/sealed-runs", expecting))
                        .status());
        assertEquals(
                401, door.send(door.head("", "POST /v1/sealed-runs", expecting)).status());
    }

    @Test
    void headersAroundEightKibibytes_areTakenUpToTheLimit() throws IOException {
        assertEquals(
                200,
                door.send(door.head("", "GET /health/live", "X: " + "a".repeat(7_900) + "\r\n"))
                        .status());
        for (int size : List.of(8_192, 100_000)) {
            Door.Reply reply = door.send(door.head("", "GET /health/live", "X: " + "a".repeat(size) + "\r\n"));
            assertProblem(reply, 413, "too-large");
        }
        Door.Reply line = door.send(door.head("svc-publisher", "GET /v1/decisions?after=" + "1".repeat(9_000), ""));
        assertProblem(line, 413, "too-large");
    }

    @Test
    void inFlight_isLimitedAndGivenBackHoweverARequestEnds() throws Exception {
        try (Door two = Door.narrow(folder, 100_000, 100_000, 2);
                Socket first = holding(two);
                Socket second = holding(two)) {
            await(() -> two.engine.reached.size() == 2);
            Door.Reply refused = two.ask("svc-publisher", "POST /v1/sealed-runs", "allow");
            assertProblem(refused, 503, "evidence-unavailable");
            assertEquals("1", refused.header("retry-after"));
            assertEquals(
                    422,
                    two.ask("svc-publisher", "PUT /v1/objects/sha256:" + "a".repeat(64), "x")
                            .status());
            two.engine.held.countDown();
            assertEquals(201, Door.Reply.read(first.getInputStream()).status());
            assertEquals(201, Door.Reply.read(second.getInputStream()).status());
            for (int i = 0; i < 5; i++) {
                try (Socket halfway = two.connect()) {
                    String head = two.head("svc-publisher", "POST /v1/sealed-runs", "Content-Length: 100\r\n");
                    halfway.getOutputStream().write((head + "half").getBytes(UTF_8));
                    Thread.sleep(30);
                }
            }
            await(() -> status(two) == 201);
            assertEquals(201, status(two));
        }
    }

    @Test
    void rate_isLimitedForEachCallerAlone() throws IOException {
        try (Door slow = Door.narrow(folder, 1, 3, 64)) {
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        201,
                        slow.ask("svc-publisher", "POST /v1/sealed-runs", "allow")
                                .status());
            }
            Door.Reply refused = slow.ask("svc-publisher", "POST /v1/sealed-runs", "allow");
            assertProblem(refused, 429, "too-many-requests");
            assertEquals("1", refused.header("retry-after"));
            assertEquals(
                    201, slow.ask("svc-other", "POST /v1/sealed-runs", "allow").status());
            assertEquals(
                    429,
                    slow.ask("svc-publisher", "POST /v1/decisions:preview?kind=sealed-run", "allow")
                            .status());
        }
    }

    private static int status(Door door) {
        try {
            return door.ask("svc-publisher", "POST /v1/sealed-runs", "allow").status();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Socket holding(Door door) throws IOException {
        Socket socket = door.connect();
        OutputStream out = socket.getOutputStream();
        out.write(
                (door.head("svc-publisher", "POST /v1/sealed-runs", "Content-Length: 4\r\n") + "hold").getBytes(UTF_8));
        return socket;
    }

    private static String chunked(String line, int size) {
        return door.head("svc-publisher", line, "Transfer-Encoding: chunked\r\n") + Integer.toHexString(size) + "\r\n"
                + "x".repeat(size) + "\r\n0\r\n\r\n";
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.getAsBoolean());
    }
}
