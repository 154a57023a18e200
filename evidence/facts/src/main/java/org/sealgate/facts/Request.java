package org.sealgate.facts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;

/**
 * What travels beside the body as query parameters.
 *
 * @param scope the decision scope that is claimed, or null
 * @param audience whom the decision is for, in the order given
 * @param purpose or null
 */
public record Request(
        @Nullable String scope,
        List<String> audience,
        @Nullable String purpose) {
    /** @throws IllegalArgumentException where {@link Parameters#problem} refuses one */
    public Request {
        audience = List.copyOf(audience);
        audience.forEach(Request::require);
        if (scope != null) {
            require(scope);
        }
        if (purpose != null) {
            require(purpose);
        }
    }

    private static void require(String value) {
        Parameters.problem(value).ifPresent(code -> {
            throw new IllegalArgumentException(code);
        });
    }

    Json json() {
        return Json.object()
                .put("scope", textOrNull(scope))
                .put("audience", Json.strings(audience))
                .put("purpose", textOrNull(purpose))
                .build();
    }

    private static Json textOrNull(@Nullable String value) {
        return value == null ? Json.NULL : Json.of(value);
    }
}
