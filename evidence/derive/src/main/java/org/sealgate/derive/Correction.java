package org.sealgate.derive;

import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;

/**
 * Somebody has something to say about a run that was published: in-toto Statement v1 with predicate {@code correction/v1}
 * (evidence-format.md sections 3 and 9; row S002-15). The sealed file stays as it is.
 *
 * <pre>{@code
 * {"_type":"https://in-toto.io/Statement/v1",
 *  "predicate":{"by":"local-operator","correctedAt":"2026-02-20T09:00:00.000Z",
 *   "corrects":{"decisionId":"0198c9f0-…","kind":"sealed-run","runId":"RUN-001","statement":"sha256:77e0…"},
 *   "issuer":{"engine":"0.1.0","id":"https://gate.example.org"},"reason":"The second input was the draft of January.",
 *   "sequence":{"number":7,"previous":"sha256:90ab…","stream":"gate-1/~corrections"},
 *   "signing":{"requires":["ecdsa-p256-sha256"]},"trustRootVersion":1},
 *  "predicateType":"https://sealgate.org/correction/v1",
 *  "subject":[{"digest":{"sha256":"5c1a…"},"name":"artifacts/sealed_runs/RUN-001_20260215T183000Z.sealed.json"}]}
 * }</pre>
 *
 * @param kind of the run
 * @param reason one line of at most {@value #MOST_REASON} characters, in which no sensor finds anything
 */
public record Correction(Said said, About about, String kind, String runId, String reason) implements Notice {
    /** Its predicate. */
    public static final String PREDICATE_TYPE = "https://sealgate.org/correction/v1";

    /** The longest reason, in code points. */
    public static final int MOST_REASON = 500;

    /** What follows the instance in the name of its stream; no caller has such an id. */
    public static final String STREAM = "/~corrections";

    /** @throws IllegalArgumentException where the reason is none that may be signed */
    public Correction {
        if (!isReason(reason)) {
            throw new IllegalArgumentException("reason: one line of at most " + MOST_REASON + " characters");
        }
    }

    /** Whether a text is one line of the right length; what sensors say of it is another question. */
    public static boolean isReason(String text) {
        boolean isLine = text.codePoints()
                .noneMatch(c -> Character.isISOControl(c)
                        || c == 0x2028
                        || c == 0x2029
                        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
        return isLine && !text.isBlank() && text.codePointCount(0, text.length()) <= MOST_REASON;
    }

    @Override
    public byte[] payload(DecisionStatement.Sequence sequence) {
        Json.Obj corrects = Json.object()
                .put("decisionId", about.decisionId())
                .put("kind", kind)
                .put("runId", runId)
                .put("statement", about.statement().text())
                .build();
        Json.Obj predicate = Notice.predicate(said, sequence)
                .put("correctedAt", said.at())
                .put("corrects", corrects)
                .put("reason", reason)
                .build();
        return Notice.statement(about, PREDICATE_TYPE, predicate);
    }

    /**
     * A line of the PATCH_LOG: what a signed correction says, in rfc8785 and ended by a line feed. The log is these lines in the order of
     * their numbers, and nothing else.
     *
     * <pre>{@code
     * {"by":"local-operator","correctedAt":"…","corrects":{…},"number":7,"reason":"…","subject":{…}}
     * }</pre>
     *
     * @param statement the payload that was signed, as JSON
     */
    public static byte[] patchLine(Json.Obj statement) {
        Json.Obj predicate = statement.object("predicate");
        byte[] line = CanonicalJson.rfc8785(Json.object()
                .put("number", predicate.object("sequence").integer("number"))
                .put("correctedAt", predicate.text("correctedAt"))
                .put("by", predicate.text("by"))
                .put("corrects", predicate.object("corrects"))
                .put("subject", statement.objects("subject").getFirst())
                .put("reason", predicate.text("reason"))
                .build());
        byte[] ended = java.util.Arrays.copyOf(line, line.length + 1);
        ended[line.length] = '\n';
        return ended;
    }
}
