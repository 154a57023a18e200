package org.sealgate.engine.http;

import java.util.Set;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.facts.Actor;

/**
 * One row of callers.json.
 *
 * <pre>{"id":"svc-publisher","kind":"service","role":"publisher","apiRoles":["publisher"],"orgUnit":null,"token":"…"}</pre>
 *
 * @param token digest of the bearer token; the file has {@code token} itself or this as {@code tokenSha256}
 */
record Caller(Actor actor, Digest token) {
    private static final Set<String> MEMBERS =
            Set.of("id", "kind", "role", "apiRoles", "orgUnit", "token", "tokenSha256");
    private static final Set<String> KINDS = Set.of("human", "ci", "service", "runtime", "watcher");
    private static final int LEAST_TOKEN = 32;

    Caller {
        if (!KINDS.contains(actor.kind())) {
            throw new IllegalArgumentException("kind is none of " + KINDS);
        }
        if (!actor.id().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
                || !actor.role().matches("[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}")) {
            throw new IllegalArgumentException("id or role has a character that it may not have");
        }
        if (!ApiRole.NAMES.containsAll(actor.apiRoles())) {
            throw new IllegalArgumentException("apiRoles has one that is none of " + ApiRole.NAMES);
        }
    }

    static Caller read(Json.Obj row) {
        if (!MEMBERS.containsAll(row.members().keySet())) {
            throw new IllegalArgumentException("a member that is none of " + MEMBERS);
        }
        if (row.has("token") == row.has("tokenSha256")) {
            throw new IllegalArgumentException("one of token and tokenSha256 is needed, and not both");
        }
        Actor actor = new Actor(
                row.text("id"),
                row.text("kind"),
                row.text("role"),
                row.texts("apiRoles"),
                row.textOrNull("orgUnit"),
                "token");
        return new Caller(actor, row.has("token") ? digest(row.text("token")) : Digest.parse(row.text("tokenSha256")));
    }

    private static Digest digest(String token) {
        if (token.length() < LEAST_TOKEN) {
            throw new IllegalArgumentException("token is shorter than " + LEAST_TOKEN + " characters");
        }
        return Callers.digest(token);
    }
}
