package org.sealgate.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask what: roles times endpoints (promises.md, Access). */
final class AccessTest {
    private static final String DIGEST =
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"; // of no bytes

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

    /** Columns: nobody, publisher, author, approver, auditor, operator, a caller without a role. */
    private static final Map<String, List<Integer>> TABLE = Map.ofEntries(
            row("GET /health/live", 200, 200, 200, 200, 200, 200, 200),
            row("GET /v1/trust-root", 200, 200, 200, 200, 200, 200, 200),
            row("GET /v1/log/checkpoint", 200, 200, 200, 200, 200, 200, 200),
            row("GET /v1/log/tile/0/000.p/1", 200, 200, 200, 200, 200, 200, 200),
            row("GET /v1/log/tile/0/001", 404, 404, 404, 404, 404, 404, 404),
            row("GET /v1/log/anchors", 401, 404, 404, 404, 404, 404, 404),
            row("GET /health/ready", 401, 200, 200, 200, 200, 200, 403),
            row("GET /metrics", 401, 403, 403, 403, 200, 200, 403),
            row("POST /v1/llm-run-snapshots", 401, 422, 403, 403, 403, 403, 403),
            row("POST /v1/sealed-runs", 401, 422, 403, 403, 403, 403, 403),
            row("POST /v1/decisions:preview?kind=sealed-run", 401, 422, 422, 403, 403, 403, 403),
            row("POST /v1/corrections", 401, 403, 403, 403, 403, 400, 403),
            row("GET /v1/corrections", 401, 200, 403, 403, 200, 200, 403),
            row("GET /v1/corrections/7", 401, 200, 403, 403, 200, 200, 403),
            row("GET /v1/corrections/8", 401, 404, 403, 403, 404, 404, 403),
            row("GET /v1/corrections/07", 401, 404, 403, 403, 404, 404, 403),
            row("DELETE /v1/corrections/7", 401, 405, 405, 405, 405, 405, 405),
            row("PUT /v1/objects/" + DIGEST, 401, 201, 403, 403, 403, 403, 403),
            row("GET /v1/objects/" + DIGEST, 401, 200, 403, 403, 200, 403, 403),
            row("GET /v1/decisions", 401, 200, 403, 403, 200, 403, 403),
            row("GET /v1/decisions/" + ScriptedEngine.OWN, 401, 404, 403, 403, 200, 403, 403),
            row("GET /v1/decisions/" + ScriptedEngine.OWN + "/bundle", 401, 404, 403, 403, 200, 403, 403),
            row("GET /", 401, 404, 404, 404, 404, 404, 404),
            row("GET /v1/policies", 401, 404, 404, 404, 404, 404, 404),
            row("POST /v1/other-kinds", 401, 404, 404, 404, 404, 404, 404),
            row("GET /swagger", 401, 404, 404, 404, 404, 404, 404),
            row("GET /v1/decisions/", 401, 404, 404, 404, 404, 404, 404),
            row("GET /v1//decisions", 401, 404, 404, 404, 404, 404, 404),
            row("GET /v1/%64ecisions", 401, 404, 404, 404, 404, 404, 404),
            row("GET /health/live/../../v1/decisions", 401, 404, 404, 404, 404, 404, 404),
            row("DELETE /v1/decisions/" + ScriptedEngine.OWN, 401, 405, 405, 405, 405, 405, 405),
            row("PUT /v1/trust-root", 401, 405, 405, 405, 405, 405, 405),
            row("HEAD /v1/decisions", 401, 405, 405, 405, 405, 405, 405),
            row("OPTIONS /v1/sealed-runs", 401, 405, 405, 405, 405, 405, 405),
            row("TRACE /v1/sealed-runs", 401, 405, 405, 405, 405, 405, 405),
            row("PATCH /v1/objects/" + DIGEST, 401, 405, 405, 405, 405, 405, 405));

    private static final List<String> CALLERS =
            List.of("", "one-publisher", "one-author", "one-approver", "one-auditor", "one-operator", "roleless");

    private static Map.Entry<String, List<Integer>> row(String line, Integer... statuses) {
        return Map.entry(line, List.of(statuses));
    }

    @Test
    void everyRoleAtEveryEndpoint_isAnsweredByTheTable() throws IOException {
        door.engine.objects.put(org.sealgate.bundle.Digest.parse(DIGEST), new byte[0]);
        for (Map.Entry<String, List<Integer>> row : TABLE.entrySet()) {
            for (int i = 0; i < CALLERS.size(); i++) {
                int reached = door.engine.reached.size();
                Door.Reply reply = door.ask(CALLERS.get(i), row.getKey(), "");
                String who = row.getKey() + " by " + CALLERS.get(i);
                assertEquals(row.getValue().get(i), reply.status(), who);
                if (reply.status() == 401 || reply.status() == 403) {
                    assertEquals(reached, door.engine.reached.size(), who);
                }
            }
        }
    }

    @Test
    void anotherToken_isUnauthenticated() throws IOException {
        String token = door.token("one-publisher");
        List<String> headers = List.of(
                "",
                "Authorization: \r\n",
                "Authorization: Bearer\r\n",
                "Authorization: Bearer \r\n",
                "Authorization: Basic " + token + "\r\n",
                "Authorization: bearer " + token + "\r\n",
                "Authorization: Bearer " + token + " \t x\r\n",
                "Authorization: Bearer " + token + "x\r\n",
                "Authorization: Bearer " + token.substring(1) + "\r\n",
                "Authorization: Bearer x\r\nAuthorization: Bearer " + token + "\r\n",
                "Authorization: Bearer " + token + "\r\nAuthorization: Bearer " + token + "\r\n",
                "X-Authorization: Bearer " + token + "\r\n",
                "Cookie: token=" + token + "\r\n");
        for (String header : headers) {
            Door.Reply reply = door.send(door.head("", "GET /v1/decisions", header));
            assertEquals(401, reply.status(), header);
            assertEquals("Bearer", reply.header("www-authenticate"));
        }
        assertEquals(
                401,
                door.send(door.head("", "GET /v1/decisions?access_token=" + token, ""))
                        .status());
    }

    @Test
    void unknownIdAndForeignId_getTheSameAnswer() throws IOException {
        for (String tail : List.of("", "/bundle")) {
            Door.Reply foreign = door.ask("svc-other", "GET /v1/decisions/" + ScriptedEngine.OWN + tail);
            Door.Reply unknown = door.ask("svc-other", "GET /v1/decisions/0198c9f0-5d3e-7a41-9c02-3a6f0d1e7b56" + tail);
            assertEquals(404, foreign.status());
            assertEquals(unknown.body(), foreign.body());
            assertEquals(
                    200,
                    door.ask("svc-publisher", "GET /v1/decisions/" + ScriptedEngine.OWN + tail)
                            .status());
        }
    }

    @Test
    void everyAnswer_carriesTheSecurityHeaders() throws IOException {
        for (String line : List.of("GET /health/live", "GET /v1/decisions", "GET /nowhere", "POST /v1/sealed-runs")) {
            Door.Reply reply = door.ask("one-publisher", line, "");
            assertEquals("nosniff", reply.header("x-content-type-options"), line);
            assertTrue(reply.header("content-security-policy").startsWith("default-src 'none'"), line);
            assertEquals("no-store", reply.header("cache-control"), line);
            assertEquals("", reply.header("server"), line);
        }
    }
}
