package org.sealgate.engine.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;

/** An answer as bytes. */
final class Answer {
    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";
    private static final String SOON = "1";

    private Answer() {}

    static MutableHttpResponse<byte[]> json(int status, Json body) {
        return bytes(status, JSON, Bytes.copyOf(CanonicalJson.rfc8785(body)));
    }

    static MutableHttpResponse<byte[]> bytes(int status, String mediaType, Bytes body) {
        return HttpResponse.<byte[]>status(status, "").body(body.toArray()).header(HttpHeaders.CONTENT_TYPE, mediaType);
    }

    static MutableHttpResponse<byte[]> problem(Problem problem) {
        return problem(problem, Json.object().build());
    }

    static MutableHttpResponse<byte[]> problem(Problem problem, Json.Obj more) {
        MutableHttpResponse<byte[]> response = bytes(problem.status(), PROBLEM, problem.body(more));
        return switch (problem) {
            case UNAUTHENTICATED -> response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            case TOO_MANY, UNAVAILABLE, PROOF_PENDING, IN_PROGRESS -> response.header(HttpHeaders.RETRY_AFTER, SOON);
            // what was not read must not be taken for the next request
            case TOO_LARGE, LENGTH -> response.header(HttpHeaders.CONNECTION, "close");
            case PARAMETER,
                    REQUEST,
                    FORBIDDEN,
                    NOT_FOUND,
                    METHOD,
                    NOT_ACCEPTABLE,
                    MEDIA_TYPE,
                    KEY_REUSED,
                    DIGEST_DIFFERS -> response;
        };
    }

    static MutableHttpResponse<byte[]> unavailable(Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.toSeconds());
        return problem(Problem.UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }
}
