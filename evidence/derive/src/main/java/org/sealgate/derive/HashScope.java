package org.sealgate.derive;

import java.util.ArrayList;
import java.util.List;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/**
 * What a sealed run's commit hash covers (seed 002, {@code hash_scope} and {@code commit_hash}).
 *
 * <p>Shape: {@code {scope_version, inputs[{path,sha256,type}], prompts[], policies[], schemas[], parameters{clock,
 * deterministic}, exclusions[]}}. A snapshot names no inputs and has empty lists.
 */
public final class HashScope {
    private HashScope() {}

    /** The hash scope of a decision input; {@code parameters.clock} is the time of the decision. */
    public static Json.Obj of(Json.Obj input) {
        Json.Obj proposal = input.object("proposal");
        return Json.object()
                .put("scope_version", "1.0")
                .put("inputs", inputs(proposal))
                .put("prompts", list(proposal, "prompts"))
                .put("policies", list(proposal, "policies"))
                .put("schemas", list(proposal, "schemas"))
                .put(
                        "parameters",
                        Json.object()
                                .put("clock", input.object("context").text("evaluatedAt"))
                                .put("deterministic", true)
                                .build())
                .put("exclusions", Json.array(List.of()))
                .build();
    }

    /** {@code sha256:} and the hex of SHA-256 over rfc8785 of the whole scope. */
    static String commitHash(Json.Obj hashScope) {
        return hash(hashScope);
    }

    /** {@code sha256:} and the hex of SHA-256 over rfc8785 of the scope's inputs alone. */
    static String inputsHash(Json.Obj hashScope) {
        return hash(hashScope.array("inputs"));
    }

    static String hash(Json content) {
        return Digest.sha256(CanonicalJson.rfc8785(content)).text();
    }

    private static Json.Arr inputs(Json.Obj proposal) {
        if (!(proposal.get("inputs_snapshot") instanceof Json.Obj snapshot)) {
            return Json.array(List.of());
        }
        List<Json> inputs = new ArrayList<>();
        for (Json each : snapshot.array("files").items()) {
            inputs.add(each instanceof Json.Obj file ? file.with("type", Json.of("file")) : each);
        }
        return Json.array(inputs);
    }

    private static Json.Arr list(Json.Obj proposal, String name) {
        return proposal.get(name) instanceof Json.Arr items ? items : Json.array(List.of());
    }
}
