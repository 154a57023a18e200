package org.sealgate.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;

/**
 * The authority envelope of a decision, in seed 002's own field names (snake_case, every object closed).
 *
 * <p>Made from the recorded input, the policy's result and the release's data; nothing that the caller sends enters
 * it but the scope bound that the policy has judged. Rows S002-16 to S002-25.
 *
 * <pre>{@code
 * {"actor":{"id":"svc-publisher","role":"publisher"},
 *  "authority":{"effective_at":"2026-01-01T00:00:00.000Z","expires_at":null,"source":"governance-board","type":"delegated"},
 *  "enforcement":{"enforcement_emitted":true,"gate_outcomes":[{"gate":"inputs_hashed","result":"pass"}],"gates_checked":["inputs_hashed"]},
 *  "envelope_version":"1.0", ...}
 * }</pre>
 */
public final class AuthorityEnvelope {
    private static final List<String> SCOPES = List.of("decisions", "claims", "patches", "prompts", "datasets");

    private AuthorityEnvelope() {}

    /**
     * The envelope, or nothing where the policy found no grant: without authority there is none to state.
     *
     * @param outcome what the record says: {@code allow}, {@code deny} or {@code error}; only an allow has emitted
     */
    public static Optional<Json.Obj> of(Json.Obj input, Json.Obj result, Json.Obj data, String outcome) {
        if (!(result.get("authority") instanceof Json.Obj grant)) {
            return Optional.empty();
        }
        Json.Obj scope = HashScope.of(input);
        return Optional.of(Json.object()
                .put("envelope_version", "1.0")
                .put("actor", actor(input.object("actor")))
                .put("authority", authority(grant))
                .put("scope_bound", scopeBound(input))
                .put("policy_snapshot", policySnapshot(input, data))
                .put("refusal", refusal(result))
                .put("enforcement", enforcement(result, "allow".equals(outcome)))
                .put(
                        "provenance",
                        Json.object()
                                .put("created_at", input.object("context").text("evaluatedAt"))
                                .put("run_id", RunIdentity.runId(input.text("kind"), input.object("proposal")))
                                .put("deterministic_inputs_hash", HashScope.inputsHash(scope))
                                .build())
                .build());
    }

    private static Json.Obj actor(Json.Obj actor) {
        return Json.object()
                .put("id", actor.text("id"))
                .put("role", actor.text("role"))
                .putIfPresent("org_unit", actor.textOrNull("orgUnit"))
                .build();
    }

    private static Json.Obj authority(Json.Obj grant) {
        @Nullable String expires = grant.textOrNull("expiresAt");
        return Json.object()
                .put("type", grant.text("type"))
                .put("source", grant.text("source"))
                .put("effective_at", grant.text("effectiveAt"))
                .put("expires_at", expires == null ? Json.NULL : Json.of(expires))
                .build();
    }

    private static Json.Obj scopeBound(Json.Obj input) {
        if (input.object("proposal").get("scope_bound") instanceof Json.Obj bound) {
            return plain(bound);
        }
        @Nullable String asked = input.object("request").textOrNull("scope");
        var scope = Json.object();
        for (String list : SCOPES) {
            boolean decisions = list.equals("decisions") && asked != null;
            scope.put(list, Json.strings(decisions ? List.of(asked) : List.of()));
        }
        return scope.build();
    }

    /** The lists without what was withheld: an entry that a sensor flagged is no scope. */
    private static Json.Obj plain(Json.Obj bound) {
        var scope = Json.object();
        for (String list : SCOPES) {
            List<Json> entries = bound.get(list) instanceof Json.Arr listed ? listed.items() : List.of();
            scope.put(
                    list,
                    Json.array(
                            entries.stream().filter(Json.Str.class::isInstance).toList()));
        }
        return scope.build();
    }

    private static Json.Obj policySnapshot(Json.Obj input, Json.Obj data) {
        Json.Obj governance = data.object("governance");
        return Json.object()
                .put("policy_version", governance.text("policyVersion"))
                .put("policy_hash", governance.text("policyHash"))
                .put("prompt_hashes", promptHashes(input.object("proposal")))
                .put("schema_version", input.object("context").text("schemaVersion"))
                .build();
    }

    private static Json.Obj promptHashes(Json.Obj proposal) {
        var hashes = Json.object();
        if (proposal.get("prompts") instanceof Json.Arr prompts) {
            for (Json each : prompts.items()) {
                if (each instanceof Json.Obj prompt
                        && prompt.get("path") instanceof Json.Str path
                        && prompt.get("sha256") instanceof Json.Str sha256) {
                    hashes.put(path.value(), sha256);
                }
            }
        }
        return hashes.build();
    }

    private static Json.Obj refusal(Json.Obj result) {
        Json.Obj refusal = result.object("refusal");
        @Nullable String reason = refusal.textOrNull("reasonCode");
        return Json.object()
                .put("refusal_available", refusal.bool("available"))
                .put("refusal_triggered", refusal.bool("triggered"))
                .put("refusal_reason_code", reason == null ? Json.NULL : Json.of(reason))
                .put("checks_performed", Json.strings(names(result, "checks")))
                .build();
    }

    private static Json.Obj enforcement(Json.Obj result, boolean emitted) {
        List<Json> outcomes = new ArrayList<>();
        for (Json.Obj gate : result.objects("gates")) {
            outcomes.add(Json.object()
                    .put("gate", gate.text("name"))
                    .put("result", gate.text("result"))
                    .build());
        }
        return Json.object()
                .put("gates_checked", Json.strings(names(result, "gates")))
                .put("gate_outcomes", Json.array(outcomes))
                .put("enforcement_emitted", emitted)
                .build();
    }

    private static List<String> names(Json.Obj result, String member) {
        return result.objects(member).stream().map(each -> each.text("name")).toList();
    }
}
