package org.sealgate.derive;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/**
 * How many requests a minute left no record of their own: refused before a caller was known or heard, or previews. In-toto Statement
 * v1 with predicate {@code refusal-summary/v1}, a leaf of the log like every decision (evidence-format.md section 3).
 *
 * <pre>{@code
 * {"_type":"https://in-toto.io/Statement/v1",
 *  "predicate":{"counts":[{"count":3,"what":"401"},{"count":1,"what":"preview"}],"from":"2026-02-15T18:30:00.000Z",
 *   "issuer":{"engine":"0.1.0","id":"https://gate.example.org"},
 *   "sequence":{"number":7,"previous":"sha256:77e0…","stream":"gate-1/~refusals"},"until":"2026-02-15T18:31:00.000Z"},
 *  "predicateType":"https://sealgate.org/refusal-summary/v1",
 *  "subject":[{"digest":{"sha256":"9b1c…"},"name":"counts"}]}
 * }</pre>
 *
 * <p>The subject is rfc8785 of the counts. A minute without refusals has no summary; a summary that was dropped leaves a gap in its
 * stream.
 *
 * @param issuerId the gate's URI
 * @param engineVersion the engine that counted
 * @param from first instant that is counted, UTC milliseconds and Z
 * @param until first instant that is not
 * @param counts how often, by status or {@code preview}; at least one, each above zero
 */
public record RefusalSummary(
        String issuerId, String engineVersion, String from, String until, SortedMap<String, Long> counts) {
    /** Its predicate. */
    public static final String PREDICATE_TYPE = "https://sealgate.org/refusal-summary/v1";

    /** @throws IllegalArgumentException where nothing is counted, or a count is not above zero */
    public RefusalSummary {
        counts = new TreeMap<>(counts);
        if (counts.isEmpty() || counts.values().stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("counts: at least one, each above zero");
        }
    }

    /** The payload to sign: rfc8785 of the whole statement with its place in the stream. */
    public byte[] payload(DecisionStatement.Sequence sequence) {
        Json rows = rows();
        Json subject = Json.object()
                .put("name", "counts")
                .put(
                        "digest",
                        Json.object()
                                .put(
                                        "sha256",
                                        Digest.sha256(CanonicalJson.rfc8785(rows))
                                                .hex())
                                .build())
                .build();
        return CanonicalJson.rfc8785(Json.object()
                .put("_type", DecisionStatement.STATEMENT_TYPE)
                .put("subject", Json.array(List.of(subject)))
                .put("predicateType", PREDICATE_TYPE)
                .put(
                        "predicate",
                        Json.object()
                                .put(
                                        "issuer",
                                        Json.object()
                                                .put("id", issuerId)
                                                .put("engine", engineVersion)
                                                .build())
                                .put("from", from)
                                .put("until", until)
                                .put("counts", rows)
                                .put("sequence", sequence.toJson())
                                .build())
                .build());
    }

    private Json rows() {
        return Json.array(counts.entrySet().stream()
                .map(row -> Json.object()
                        .put("what", row.getKey())
                        .put("count", row.getValue())
                        .build())
                .toList());
    }
}
