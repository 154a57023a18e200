package org.sealgate.facts;

import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/**
 * Under what a decision is taken.
 *
 * @param evaluatedAt the one reading of the clock, {@code YYYY-MM-DDThh:mm:ss.sssZ}
 * @param policyVersion of the release
 * @param policyHash of the release's baseline in prose
 * @param schemaVersion that the release expects of the kind
 * @param engineVersion of the engine that asks
 */
public record Context(
        String evaluatedAt, String policyVersion, Digest policyHash, String schemaVersion, String engineVersion) {
    Json json() {
        return Json.object()
                .put("evaluatedAt", evaluatedAt)
                .put("policyVersion", policyVersion)
                .put("policyHash", policyHash.text())
                .put("schemaVersion", schemaVersion)
                .put("engineVersion", engineVersion)
                .build();
    }
}
