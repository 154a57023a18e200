package org.sealgate.engine.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** An engine in a process of its own, started as {@code ./sealgate up} starts it, but for the rate that a caller may have. */
final class EngineProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(5);

    private final Process process;
    private final Path home;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Duration readyAfter;
    private URI uri = URI.create("http://127.0.0.1");

    private EngineProcess(Process process, Path home, long begun) throws IOException, InterruptedException {
        this.process = process;
        this.home = home;
        boolean ready = false;
        try {
            awaitReady(begun);
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
        this.readyAfter = Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Ready when it returns; the first start in a home folder makes keys and policy. */
    static EngineProcess start(BenchSettings settings, Path home) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(settings.engine());
        command.addAll(List.of("up", "--port", "0", "--home", home.toString(), "--caller-rate", "1000000"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SEALGATE_OPA", settings.opa().toString());
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolveSibling("engine.log").toFile()));
        long begun = System.nanoTime();
        return new EngineProcess(builder.start(), home, begun);
    }

    private void awaitReady(long begun) throws IOException, InterruptedException {
        Path url = home.resolve("url");
        while (!Files.exists(url) || Files.size(url) == 0) {
            requireAlive(begun);
            Thread.sleep(10);
        }
        uri = URI.create(Files.readString(url).strip());
        while (get("/health/ready", "svc-publisher").statusCode() != 200) {
            requireAlive(begun);
            Thread.sleep(10);
        }
    }

    private void requireAlive(long begun) {
        if (!process.isAlive() || System.nanoTime() - begun > START.toNanos()) {
            throw new BenchProblem("the engine did not start: see " + home.resolveSibling("engine.log"));
        }
    }

    /** From the start of the process to the first answer that says ready. */
    Duration readyAfter() {
        return readyAfter;
    }

    URI uri(String path) {
        return uri.resolve(path);
    }

    /** The token of a caller of the first start. */
    String token(String caller) throws IOException {
        Json.Arr rows = (Json.Arr) JsonReader.read(Files.readAllBytes(home.resolve("callers.json")));
        for (Json row : rows.items()) {
            if (row instanceof Json.Obj each && each.text("id").equals(caller)) {
                return each.text("token");
            }
        }
        throw new BenchProblem("callers.json has no " + caller);
    }

    HttpResponse<byte[]> get(String path, String caller) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + token(caller))
                .build();
        return http.send(request, BodyHandlers.ofByteArray());
    }

    /** {@code /metrics} by name. */
    Map<String, Long> metrics() throws IOException, InterruptedException {
        String text = new String(get("/metrics", "local-operator").body(), StandardCharsets.UTF_8);
        return text.lines()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(parts -> parts[0], parts -> Long.parseLong(parts[1])));
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
