package org.sealgate.engine.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.HashProfile;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** A caller that remembers every answer: three of four proposals are rightful, the fourth holds an address and is denied. */
final class Caller {
    static final String ID = "svc-publisher";

    private static final String SNAPSHOT = """
            {"schema_version":"1.0",
             "meta":{"run_id":"","session_date":"2026-02-15","operator":"J. Rivera","model":"gpt-4o",
                     "workbook_version":"v2","export_timestamp":""},
             "top_risks":["Budget reversal"],"top_actions":["Validate SSO"],"system_observations":[],"suggested_updates":[],
             "kpis":{"summary_confidence_pct":78,"next_review_date":"2026-02-22"},"hash":""}
            """;

    private final AtomicInteger made = new AtomicInteger();
    private final ConcurrentMap<String, Answered> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final String prefix;

    Caller(String prefix) {
        this.prefix = prefix;
    }

    /** What the caller was told, to the last byte. */
    record Answered(int status, String body) {}

    /** Decision id to answer, for every proposal that was answered with a record. */
    ConcurrentMap<String, Answered> acknowledged() {
        return acknowledged;
    }

    int unavailable() {
        return unavailable.get();
    }

    /** Proposes by so many threads until the engine is gone or {@code enough} says so. */
    void load(EngineUnderFault engine, int threads, AtomicBoolean enough) throws Exception {
        URI url = engine.uri("/v1/llm-run-snapshots?scope=DEC-001");
        String token = engine.token(ID);
        List<Thread> all = IntStream.range(0, threads)
                .mapToObj(i -> Thread.ofPlatform().daemon().start(() -> proposeOn(url, token, enough)))
                .toList();
        for (Thread thread : all) {
            thread.join();
        }
    }

    private void proposeOn(URI url, String token, AtomicBoolean enough) {
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            while (!enough.get() && propose(http, url, token)) {
                Thread.onSpinWait();
            }
        }
    }

    /** Proposes so many, one after the other; false when the engine was gone before the last. */
    boolean propose(EngineUnderFault engine, int count) throws IOException {
        URI url = engine.uri("/v1/llm-run-snapshots?scope=DEC-001");
        String token = engine.token(ID);
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            return IntStream.range(0, count).allMatch(i -> propose(http, url, token));
        }
    }

    private boolean propose(HttpClient http, URI url, String token) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofByteArray(next()))
                .build();
        try {
            note(http.send(request, BodyHandlers.ofString()));
            return true;
        } catch (IOException e) {
            return false; // killed, or stopped: what was not answered was not acknowledged
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void note(HttpResponse<String> response) {
        Json.Obj body = JsonReader.readObject(response.body().getBytes(UTF_8));
        Optional<String> id = Optional.ofNullable(body.textOrNull("decisionId"));
        boolean recorded = response.statusCode() == 201 || response.statusCode() == 409;
        if (recorded && id.isPresent()) {
            acknowledged.put(id.get(), new Answered(response.statusCode(), response.body()));
        } else if (response.statusCode() == 503) {
            unavailable.incrementAndGet();
        } else {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
    }

    private byte[] next() {
        int number = made.getAndIncrement();
        Json.Obj template = JsonReader.readObject(SNAPSHOT.getBytes(UTF_8));
        Json.Obj meta = template.object("meta")
                .with("run_id", Json.of(prefix + "-" + number))
                .with(
                        "export_timestamp",
                        Json.of(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
        Json.Obj snapshot =
                template.with("meta", number % 4 == 3 ? meta.with("operator", Json.of("a@b.example")) : meta);
        return CanonicalJson.rfc8785(snapshot.with("hash", Json.of(HashProfile.RFC8785_EMPTY.text(snapshot))));
    }
}
