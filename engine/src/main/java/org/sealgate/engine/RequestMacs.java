package org.sealgate.engine;

import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.engine.store.RestrictedStore;

/**
 * Caller, kind, body and parameters under the engine's secret: what makes two requests the same (decision.md section 1).
 *
 * <p>Keyed, because a plain hash in the journal would let its reader guess at a withheld proposal.
 */
final class RequestMacs {
    private final RestrictedStore restricted;

    RequestMacs(RestrictedStore restricted) {
        this.restricted = restricted;
    }

    Bytes of(GateRequest request) {
        Json.Obj frame = Json.object()
                .put("caller", request.caller().id())
                .put("kind", request.kind().id())
                .put("scope", nullable(request.parameters().scope()))
                .put("audience", Json.strings(request.parameters().audience()))
                .put("purpose", nullable(request.parameters().purpose()))
                .build();
        return restricted.requestMac(
                CanonicalJson.rfc8785(frame), request.body().toArray());
    }

    private static Json nullable(@Nullable String text) {
        return text == null ? Json.NULL : Json.of(text);
    }
}
