package org.sealgate.engine.release;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/**
 * Inputs of the largest size that may reach a policy, in the shapes that cost it most: many findings, many objects of which none is
 * proven, a scope that names much, and one long text. They are asked for each grant, because a grant's lists cost as well.
 */
final class LargestInputs {
    /** What decision.md section 3 allows. */
    static final int MAX_BYTES = 64 * 1024;

    private static final String AT = "2026-02-15T18:30:00.131Z";

    private final Json.Obj governance;

    LargestInputs(DataDocument data) {
        this.governance = data.governance();
    }

    List<byte[]> of(Kind kind) {
        List<byte[]> inputs = new ArrayList<>();
        List<Json.Obj> grants = governance.objects("grants");
        // without a grant everything is refused, which has its cost, too
        for (Json.Obj grant : grants.isEmpty() ? List.of(Json.object().build()) : grants) {
            inputs.add(grown(n -> input(kind, grant, new Shape(n, 0, 0, 0))));
            inputs.add(grown(n -> input(kind, grant, new Shape(0, n, 0, 0))));
            inputs.add(grown(n -> input(kind, grant, new Shape(0, 0, n, 0))));
            inputs.add(grown(n -> input(kind, grant, new Shape(0, 0, 0, n))));
        }
        return inputs;
    }

    /** How much there is of what: findings, objects, items in each list of the scope, characters of text. */
    private record Shape(int findings, int objects, int scope, int text) {}

    /** The longest of its family within the limit. */
    private static byte[] grown(IntFunction<Json.Obj> family) {
        int fits = 0;
        int tooMany = MAX_BYTES;
        byte[] best = CanonicalJson.rfc8785(family.apply(0));
        while (fits + 1 < tooMany) {
            int middle = (fits + tooMany) / 2;
            byte[] bytes = CanonicalJson.rfc8785(family.apply(middle));
            if (bytes.length <= MAX_BYTES) {
                fits = middle;
                best = bytes;
            } else {
                tooMany = middle;
            }
        }
        return best;
    }

    private Json.Obj input(Kind kind, Json.Obj grant, Shape shape) {
        String actor = grant.textOrNull("actor");
        String role = grant.textOrNull("role");
        String id = actor == null ? "svc-publisher" : actor;
        return Json.object()
                .put("inputVersion", "1")
                .put("kind", kind.id())
                .put("phase", "publish")
                .put(
                        "actor",
                        Json.object()
                                .put("id", id)
                                .put("kind", "service")
                                .put("role", role == null ? "publisher" : role)
                                .put("apiRoles", Json.strings(List.of("publisher")))
                                .put("orgUnit", Json.NULL)
                                .put("method", "token")
                                .build())
                .put(
                        "request",
                        Json.object()
                                .put("scope", "DEC-001")
                                .put("audience", Json.strings(List.of()))
                                .put("purpose", Json.NULL)
                                .build())
                .put(
                        "context",
                        Json.object()
                                .put("evaluatedAt", AT)
                                .put("policyVersion", governance.text("policyVersion"))
                                .put("policyHash", governance.text("policyHash"))
                                .put("schemaVersion", "1.0")
                                .put("engineVersion", "0.1.0")
                                .build())
                .put(
                        "document",
                        Json.object()
                                .put("digest", digest(0))
                                .put("mediaType", "application/json")
                                .put("bytes", MAX_BYTES)
                                .build())
                .put("proposal", proposal(kind, shape))
                .put(
                        "claims",
                        Json.object()
                                .put("checks", Json.NULL)
                                .put("hash", digest(0))
                                .build())
                .put("facts", facts(id, shape))
                .build();
    }

    private Json proposal(Kind kind, Shape shape) {
        Json text = Json.of("x".repeat(shape.text));
        return switch (kind) {
            case LLM_RUN_SNAPSHOT ->
                Json.object()
                        .put("schema_version", "1.0")
                        .put("meta", Json.object().put("operator", text).build())
                        .put(
                                "kpis",
                                Json.object().put("summary_confidence_pct", 0).build())
                        .build();
            case SEALED_RUN ->
                Json.object()
                        .put("schema_version", "1.0")
                        .put("policy_hash", governance.text("policyHash"))
                        .put(
                                "decision_state",
                                Json.object()
                                        .put("decision_id", "DEC-001")
                                        .put("title", text)
                                        .put("confidence_pct", 0)
                                        .build())
                        .put(
                                "inputs_snapshot",
                                Json.object().put("files", files(shape.objects)).build())
                        .put("prompts", files(shape.objects))
                        .put("policies", files(0))
                        .put("schemas", files(0))
                        .put("scope_bound", scopeBound(shape.scope))
                        .build();
        };
    }

    private static Json files(int count) {
        return listOf(
                count,
                i -> Json.object().put("path", "p" + i).put("sha256", digest(i)).build());
    }

    private static Json scopeBound(int count) {
        Json items = listOf(count, i -> Json.of("s" + i));
        return Json.object()
                .put("decisions", items)
                .put("claims", items)
                .put("patches", items)
                .put("prompts", items)
                .put("datasets", items)
                .build();
    }

    private static Json facts(String actor, Shape shape) {
        Json findings = listOf(
                shape.findings,
                i -> Json.object()
                        .put("type", "email")
                        .put("pointer", "/a/" + i)
                        .put("detector", "email-1")
                        .build());
        Json objects = listOf(
                2 * shape.objects,
                i -> Json.object()
                        .put("role", i % 2 == 0 ? "input" : "prompt")
                        .put("pointer", "/prompts/" + i)
                        .put("path", "p" + i)
                        .put("digest", digest(i))
                        .put("rehashed", Json.NULL)
                        .put("bytes", Json.NULL)
                        .build());
        Json present = listOf(
                shape.objects,
                i -> Json.object().put("digest", digest(i)).put("present", true).build());
        return Json.object()
                .put(
                        "derived",
                        Json.object()
                                .put("findings", findings)
                                .put("objects", objects)
                                .put("exportAgeMillis", 0)
                                .put(
                                        "selfHash",
                                        Json.object()
                                                .put("declared", digest(0))
                                                .put("matches", true)
                                                .put("profile", "rfc8785-empty")
                                                .build())
                                .build())
                .put(
                        "observed",
                        Json.object()
                                .put("objects", present)
                                .put(
                                        "actor",
                                        Json.object()
                                                .put("id", actor)
                                                .put("method", "token")
                                                .build())
                                .put("clock", AT)
                                .build())
                .build();
    }

    private static Json listOf(int count, IntFunction<Json> item) {
        List<Json> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(item.apply(i));
        }
        return Json.array(items);
    }

    private static String digest(int number) {
        return Digest.ofHex(String.format(java.util.Locale.ROOT, "%064x", number))
                .text();
    }
}
