package org.sealgate.engine.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonLimits;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;

/** Speaks to a running engine as one caller. */
final class EngineClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String url;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    EngineClient(String url, String token) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.token = token;
    }

    /** What travels beside a proposal. */
    record Parameters(
            @Nullable String scope,
            List<String> audience,
            @Nullable String purpose) {
        static final Parameters NONE = new Parameters(null, List.of(), null);

        Parameters {
            audience = List.copyOf(audience);
        }

        /** Nothing where there is nothing, else what goes between path and query, and the query. */
        String query(String before) {
            List<String> pairs = new ArrayList<>();
            add(pairs, "scope", scope);
            audience.forEach(one -> add(pairs, "audience", one));
            add(pairs, "purpose", purpose);
            return pairs.isEmpty() ? "" : before + String.join("&", pairs);
        }

        private static void add(List<String> pairs, String name, @Nullable String value) {
            if (value != null) {
                pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
    }

    /** An answer with a JSON body. */
    record Answer(int status, Json.Obj body) {
        boolean isAllow() {
            return status == 201 || status == 200;
        }
    }

    /** Asks for a decision that is sealed. */
    Answer propose(Kind kind, byte[] proposal, Parameters parameters) {
        return json(post("/v1/" + kind.plural() + parameters.query("?"), proposal));
    }

    /** Asks what the decision would be. */
    Answer preview(Kind kind, byte[] proposal, Parameters parameters) {
        return json(post("/v1/decisions:preview?kind=" + kind.id() + parameters.query("&"), proposal));
    }

    Answer decision(String decisionId) {
        return json(request("/v1/decisions/" + encoded(decisionId)).GET());
    }

    /** Puts a file that proposals may then name. */
    void putObject(Digest digest, Path file) throws IOException {
        put(digest, BodyPublishers.ofFile(file));
    }

    /** Puts content that proposals may then name. */
    void putObject(Digest digest, byte[] content) {
        put(digest, BodyPublishers.ofByteArray(content));
    }

    private void put(Digest digest, HttpRequest.BodyPublisher content) {
        Answer answer = json(request("/v1/objects/" + digest.text()).PUT(content));
        if (!answer.isAllow()) {
            throw Refusal.of("OBJECT_REFUSED", "the engine did not take " + digest.text() + ": " + answer.status());
        }
    }

    /** Has something said about a run. */
    Answer correct(Kind kind, String runId, String reason) {
        Json.Obj body = Json.object()
                .put("kind", kind.id())
                .put("runId", runId)
                .put("reason", reason)
                .build();
        return json(post("/v1/corrections", CanonicalJson.rfc8785(body)));
    }

    /** A correction with what proves it. */
    byte[] notice(long number) {
        return bytes("/v1/corrections/" + number);
    }

    byte[] bundle(String decisionId) {
        return bytes("/v1/decisions/" + encoded(decisionId) + "/bundle");
    }

    byte[] trustRoot() {
        return bytes("/v1/trust-root");
    }

    /** An object of the store, by its digest. */
    byte[] object(Digest digest) {
        return bytes("/v1/objects/" + digest.text());
    }

    private byte[] bytes(String path) {
        return send(request(path).GET(), response -> {
            if (response.statusCode() != 200) {
                throw Refusal.of("ENGINE_ANSWER", "the engine answers " + response.statusCode() + " to GET " + path);
            }
            return response.body();
        });
    }

    private HttpRequest.Builder post(String path, byte[] body) {
        return request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }

    private Answer json(HttpRequest.Builder request) {
        return send(request, response -> {
            try {
                byte[] body = response.body();
                Json.Obj object =
                        body.length == 0 ? Json.object().build() : JsonReader.readObject(body, JsonLimits.EVIDENCE);
                return new Answer(response.statusCode(), object);
            } catch (JsonException e) {
                throw Refusal.of("ENGINE_ANSWER", "what answers at " + url + " is no engine: no JSON");
            }
        });
    }

    private <T> T send(HttpRequest.Builder request, Function<HttpResponse<byte[]>, T> read) {
        try {
            return read.apply(http.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (ConnectException e) {
            throw Refusal.of("ENGINE_ABSENT", "no engine answers at " + url + ": start one with ./sealgate up");
        } catch (IOException e) {
            throw Refusal.of(
                    "ENGINE_UNREACHABLE", "the connection to " + url + " broke off: nothing is known to be sealed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.of("INTERRUPTED", "interrupted before the engine answered");
        }
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
