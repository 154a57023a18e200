package org.sealgate.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;

/** Whether the authority that a result names is a grant of the release and covers what was asked. */
final class GrantCover {
    private static final List<String> SCOPES = List.of("decisions", "claims", "patches", "prompts", "datasets");

    private final Json.Obj input;
    private final List<Shortfall> missing = new ArrayList<>();

    private GrantCover(Json.Obj input) {
        this.input = input;
    }

    static List<Shortfall> shortfalls(Json.Obj input, Json.Obj result, Json.Obj data) {
        GrantCover cover = new GrantCover(input);
        if (result.get("authority") instanceof Json.Obj authority) {
            cover.granted(authority, data);
        } else {
            cover.add("/authority", "a grant of the release", "none");
        }
        return cover.missing;
    }

    private void granted(Json.Obj authority, Json.Obj data) {
        if (!isListed(authority, data)) {
            add("/authority", "a grant of the release, member by member", authority.text("id"));
            return;
        }
        actor(authority);
        Json.Obj scope = authority.object("scope");
        within("/authority/scope/kinds", List.of(input.text("kind")), scope.texts("kinds"));
        @Nullable String asked = input.object("request").textOrNull("scope");
        if (asked == null) {
            add("/request/scope", "a decision scope", "none");
        } else {
            within("/request/scope", List.of(asked), scope.texts("decisions"));
        }
        window(authority);
        if (input.object("proposal").get("scope_bound") instanceof Json.Obj bound) {
            scopeBound(bound, scope, asked);
        }
    }

    private static boolean isListed(Json.Obj authority, Json.Obj data) {
        // a grant holds no numbers, so that two are the same in writing exactly where they are equal here
        return data.object("governance").array("grants").items().contains(authority);
    }

    private void actor(Json.Obj grant) {
        Json.Obj actor = input.object("actor");
        @Nullable String id = grant.textOrNull("actor");
        @Nullable String role = grant.textOrNull("role");
        boolean byId = id != null && id.equals(actor.text("id"));
        boolean byRole = id == null && role != null && role.equals(actor.text("role"));
        if (!byId && !byRole) {
            add("/authority", "a grant for this actor or role", grant.text("id"));
        }
    }

    /** Times have one spelling (milliseconds and Z), so that their text compares like they do. S002-31. */
    private void window(Json.Obj grant) {
        String at = input.object("context").text("evaluatedAt");
        @Nullable String expires = grant.textOrNull("expiresAt");
        boolean begun = grant.text("effectiveAt").compareTo(at) <= 0;
        boolean open = expires == null || at.compareTo(expires) < 0;
        if (!begun || !open) {
            String window = grant.text("effectiveAt") + " to " + (expires == null ? "open" : expires);
            missing.add(new Shortfall("AUTHORITY_WINDOW", "/authority", window, at));
        }
    }

    /** S002-30: the decision is in the run's own bound, and the bound is no wider than the grant. */
    private void scopeBound(Json.Obj bound, Json.Obj scope, @Nullable String asked) {
        for (String list : SCOPES) {
            within("/proposal/scope_bound/" + list, bound.texts(list), scope.texts(list));
        }
        String decision = input.object("proposal").object("decision_state").text("decision_id");
        if (!decision.equals(asked) || !bound.texts("decisions").contains(decision)) {
            add("/proposal/decision_state/decision_id", "the request's scope, in scope_bound", decision);
        }
    }

    private void within(String pointer, List<String> asked, List<String> granted) {
        if (!granted.contains("*") && !granted.containsAll(asked)) {
            add(pointer, new TreeSet<>(granted).toString(), new TreeSet<>(asked).toString());
        }
    }

    private void add(String pointer, String expected, String actual) {
        missing.add(new Shortfall("AUTHORITY_NOT_GRANTED", pointer, expected, actual));
    }
}
