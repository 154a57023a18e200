package org.sealgate.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Answers every request in the same way and writes down what it was asked. */
final class PretendedEngine implements AutoCloseable {
    private final HttpServer server;
    private final List<String> asked = new ArrayList<>();
    private final int status;
    private final String body;

    PretendedEngine(int status, String body) throws IOException {
        this.status = status;
        this.body = body;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " " + request);
        boolean object = exchange.getRequestURI().getPath().startsWith("/v1/objects/");
        byte[] answer = (object ? "{}" : body).getBytes(UTF_8);
        exchange.sendResponseHeaders(object ? 201 : status, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    List<String> asked() {
        return asked;
    }

    /** A home folder from which a client finds this engine. */
    Path home(Path folder) {
        try {
            Files.writeString(
                    Home.url(folder), "http://127.0.0.1:" + server.getAddress().getPort() + "\n");
            Files.writeString(folder.resolve("callers.json"), """
                    [{"id":"svc-publisher","token":"secret-1"},{"id":"other","token":"secret-2"}]""");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
