package org.sealgate.facts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;

/**
 * Who asks, as the engine authenticated it; never what a body says.
 *
 * @param id of the caller's record
 * @param kind {@code human}, {@code ci}, {@code service}, {@code runtime} or {@code watcher}
 * @param role the one that grants know
 * @param apiRoles what the caller may call; grants never look at them
 * @param orgUnit of the envelope's {@code org_unit}, or null
 * @param method how the caller was authenticated, for example {@code token}
 */
public record Actor(
        String id,
        String kind,
        String role,
        List<String> apiRoles,
        @Nullable String orgUnit,
        String method) {
    /** @throws IllegalArgumentException where id or role is empty: an envelope may not lack them */
    public Actor {
        if (id.isEmpty() || role.isEmpty()) {
            throw new IllegalArgumentException("an actor without id or role");
        }
        apiRoles = List.copyOf(apiRoles);
    }

    Json json() {
        return Json.object()
                .put("id", id)
                .put("kind", kind)
                .put("role", role)
                .put("apiRoles", Json.strings(apiRoles))
                .put("orgUnit", orgUnit == null ? Json.NULL : Json.of(orgUnit))
                .put("method", method)
                .build();
    }
}
