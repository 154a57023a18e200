package org.sealgate.engine.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** A server on a scripted engine with a caller of every role, spoken to over bare sockets: no client that mends what we break. */
final class Door implements AutoCloseable {
    final ScriptedEngine engine = new ScriptedEngine();
    private final HttpServer server;
    private final Map<String, String> tokens = new LinkedHashMap<>();

    private Door(Path folder, int perSecond, int burst, int inFlight) throws IOException {
        Path file = folder.resolve("callers.json");
        List<Json.Obj> rows =
                new ArrayList<>(List.of(caller("svc-publisher", "publisher"), caller("svc-other", "publisher")));
        for (ApiRole role : ApiRole.values()) {
            rows.add(caller("one-" + role.id(), role.id()));
        }
        rows.add(caller("roleless"));
        Files.deleteIfExists(file);
        Callers.initialise(file, rows, new SecureRandom());
        Json.Arr made = (Json.Arr) JsonReader.read(Files.readAllBytes(file));
        made.items().forEach(row -> tokens.put(((Json.Obj) row).text("id"), ((Json.Obj) row).text("token")));
        server = HttpServer.start(engine, new HttpSettings("127.0.0.1", 0, file, perSecond, burst, inFlight));
    }

    static Door open(Path folder) throws IOException {
        return new Door(folder, 100_000, 100_000, 64);
    }

    static Door narrow(Path folder, int perSecond, int burst, int inFlight) throws IOException {
        return new Door(folder, perSecond, burst, inFlight);
    }

    private static Json.Obj caller(String id, String... roles) {
        return Json.object()
                .put("id", id)
                .put("kind", "service")
                .put("role", "publisher")
                .put("apiRoles", Json.strings(List.of(roles)))
                .put("orgUnit", Json.NULL)
                .build();
    }

    String token(String caller) {
        return Objects.requireNonNull(tokens.get(caller), caller);
    }

    URI uri() {
        return server.uri();
    }

    /** {@code line} is method and target; an empty caller sends no token. */
    Reply ask(String caller, String line, String body) throws IOException {
        return send(head(caller, line, "Content-Length: " + body.getBytes(UTF_8).length + "\r\n") + body);
    }

    Reply ask(String caller, String line) throws IOException {
        return send(head(caller, line, ""));
    }

    /** With headers, each ended by CRLF. */
    String head(String caller, String line, String headers) {
        String token = caller.isEmpty() ? "" : "Authorization: Bearer " + token(caller) + "\r\n";
        return line + " HTTP/1.1\r\nHost: gate\r\nConnection: close\r\n" + token + headers + "\r\n";
    }

    Reply send(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return Reply.read(socket.getInputStream());
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(uri().getHost(), uri().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Override
    public void close() {
        engine.held.countDown();
        server.close();
    }

    /** An answer to its end. @param headers by lower-case name */
    record Reply(int status, Map<String, String> headers, String body) {
        static final String CUT_OFF = "<cut off>";

        static Reply read(InputStream in) throws IOException {
            String text = new String(in.readAllBytes(), ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new IOException("no answer but: " + text);
            }
            String[] lines = text.substring(0, end).split("\r\n");
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
            boolean chunked = headers.getOrDefault("transfer-encoding", "").equals("chunked");
            String body = text.substring(end + 4);
            return new Reply(Integer.parseInt(lines[0].substring(9, 12)), headers, chunked ? joined(body) : body);
        }

        /** Of a body that was cut off, {@link #CUT_OFF} is the end. */
        private static String joined(String chunks) {
            StringBuilder body = new StringBuilder();
            int at = 0;
            while (true) {
                int end = chunks.indexOf("\r\n", at);
                if (end < 0) {
                    return body.append(CUT_OFF).toString();
                }
                int size = Integer.parseInt(chunks.substring(at, end), 16);
                if (size == 0) {
                    return body.toString();
                }
                if (end + 2 + size > chunks.length()) {
                    return body.append(CUT_OFF).toString();
                }
                body.append(chunks, end + 2, end + 2 + size);
                at = end + 4 + size;
            }
        }

        Json.Obj json() {
            return JsonReader.readObject(body.getBytes(ISO_8859_1));
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }
}
