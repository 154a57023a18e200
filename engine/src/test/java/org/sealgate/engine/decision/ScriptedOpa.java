package org.sealgate.engine.decision;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** Answers questions as a script says, and keeps what it was asked, in order. */
final class ScriptedOpa implements AutoCloseable {
    /** What answers: by the path behind {@code /v1/data/} and the inputs, one or several. */
    @FunctionalInterface
    interface Script {
        Reply reply(String path, List<String> inputs) throws InterruptedException;
    }

    record Reply(int status, String body) {}

    record Asked(String path, List<String> inputs) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

    ScriptedOpa(Script script) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/data/", exchange -> answer(exchange, script));
        server.start();
    }

    OpaEndpoint endpoint() {
        return new OpaEndpoint(server.getAddress(), "token");
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange, Script script) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/v1/data/".length());
            Json.Obj body = JsonReader.readObject(exchange.getRequestBody().readAllBytes());
            List<Json> inputs = path.startsWith("several/")
                    ? body.object("input").array("inputs").items()
                    : List.of(body.object("input"));
            List<String> texts = inputs.stream()
                    .map(input -> new String(CanonicalJson.rfc8785(input), UTF_8))
                    .toList();
            asked.add(new Asked(path, texts));
            Reply reply = script.reply(path, texts);
            byte[] bytes = reply.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            throw new InterruptedIOException("the server was closed");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
