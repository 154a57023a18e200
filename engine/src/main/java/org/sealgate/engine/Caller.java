package org.sealgate.engine;

import java.util.List;
import java.util.Optional;

/**
 * Who asks, as authentication found it; never from a body.
 *
 * @param id the caller's id, also the tail of its sequence's stream
 * @param kind human, ci, service, runtime or watcher
 * @param role the role that grants know (whose authority)
 * @param apiRoles the roles of the API (who may call what); the two are never mixed
 * @param method how the caller proved itself: {@code token}
 */
public record Caller(
        String id, String kind, String role, List<String> apiRoles, Optional<String> orgUnit, String method) {
    public Caller {
        apiRoles = List.copyOf(apiRoles);
        if (id.isEmpty() || role.isEmpty()) {
            throw new IllegalArgumentException("a caller has an id and a role");
        }
    }

    /** Auditors read everybody's decisions. */
    public boolean isAuditor() {
        return apiRoles.contains("auditor");
    }
}
