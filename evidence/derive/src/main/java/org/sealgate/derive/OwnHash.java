package org.sealgate.derive;

import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/**
 * A hash that a document carries inside and that its own content gives: where the two differ, the document contradicts itself,
 * whatever it was made from. The member {@code hash} at the top is none of these: that is the self hash (seed 002).
 *
 * <p>A sealed run has two: {@code /commit_hash} over {@code hash_scope}, and
 * {@code /authority_envelope/provenance/deterministic_inputs_hash} over {@code hash_scope.inputs}, both in the form
 * {@code sha256:<hex>} of SHA-256 over rfc8785. A snapshot has none.
 *
 * @param pointer in the document
 * @param expected what the content gives; empty where the content is not there
 * @param found what stands there, of whatever type; empty where nothing does
 */
public record OwnHash(String pointer, Optional<Json> expected, Optional<Json> found) {
    /** All that a document of this kind must carry. The document, once strictly read, may be of any shape: this never throws. */
    public static List<OwnHash> of(Kind kind, Json.Obj document) {
        return switch (kind) {
            case LLM_RUN_SNAPSHOT -> List.of();
            case SEALED_RUN -> sealedRun(document);
        };
    }

    private static List<OwnHash> sealedRun(Json.Obj document) {
        return List.of(
                new OwnHash("/commit_hash", at(document, "hash_scope").map(OwnHash::hash), at(document, "commit_hash")),
                new OwnHash(
                        "/authority_envelope/provenance/deterministic_inputs_hash",
                        at(document, "hash_scope", "inputs").map(OwnHash::hash),
                        at(document, "authority_envelope", "provenance", "deterministic_inputs_hash")));
    }

    private static Json hash(Json content) {
        return Json.of(HashScope.hash(content));
    }

    private static Optional<Json> at(Json document, String... names) {
        Optional<Json> here = Optional.of(document);
        for (String name : names) {
            here = here.flatMap(value ->
                    value instanceof Json.Obj object ? Optional.ofNullable(object.get(name)) : Optional.empty());
        }
        return here;
    }
}
