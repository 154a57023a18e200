package org.sealgate.engine.http;

import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;

/** What is answered before and beside the gate, each with its status and one sentence; what the gate records it words itself. */
enum Problem {
    PARAMETER(400, "parameter", "A parameter is not as it must be", "See violations; nothing was decided."),
    REQUEST(400, "request", "The request cannot be read", "Nothing was decided."),
    LENGTH(400, "length-required", "The body has no length", "Send Content-Length; a body in chunks is not read."),
    UNAUTHENTICATED(
            401, "unauthenticated", "No known caller", "Send Authorization: Bearer with a token of callers.json."),
    FORBIDDEN(403, "forbidden", "Not for this caller", "None of the caller's roles may do this."),
    NOT_FOUND(404, "not-found", "Nothing here", "There is nothing here that this caller may see."),
    METHOD(405, "method", "Not this method", "The path is known, the method is not."),
    NOT_ACCEPTABLE(406, "not-acceptable", "No such representation", "Ask without an Accept header."),
    IN_PROGRESS(
            409, "in-progress", "The same key is being decided", "Do not publish. Ask again with the same request."),
    TOO_LARGE(
            413, "too-large", "The request is too large", "Do not publish. A body may have 1 MiB, the headers 8 KiB."),
    MEDIA_TYPE(415, "media-type", "The body is in a content coding", "Send the bytes as they are."),
    KEY_REUSED(
            422,
            "key-reused",
            "The key was used for another request",
            "Do not publish. A new request takes a new key."),
    DIGEST_DIFFERS(
            422, "digest-differs", "Not the bytes that were named", "The object's SHA-256 differs; it was not kept."),
    TOO_MANY(429, "too-many-requests", "Too many requests", "Ask again after the time in Retry-After."),
    PROOF_PENDING(
            503,
            "proof-pending",
            "Not everything is there yet that the bundle must carry",
            "The decision is recorded. Ask again for its bundle after the time in Retry-After."),
    UNAVAILABLE(
            503,
            "evidence-unavailable",
            "Not known to be recorded",
            "Do not publish. Ask again with the same request after the time in Retry-After.");

    private final int status;
    private final String code;
    private final String title;
    private final String detail;

    Problem(int status, String code, String title, String detail) {
        this.status = status;
        this.code = code;
        this.title = title;
        this.detail = detail;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    Bytes body() {
        return body(Json.object().build());
    }

    /** With members of its own behind the ones of RFC 9457. */
    Bytes body(Json.Obj more) {
        var body = Json.object()
                .put("type", "https://sealgate.org/problems/" + code)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("code", code);
        more.members().forEach(body::put);
        return Bytes.copyOf(CanonicalJson.rfc8785(body.build()));
    }
}
