package org.sealgate.facts;

import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;

/**
 * The one document that a policy sees (schema {@code decision-input-1.json}), and its canonical bytes, which OPA, the in-process
 * evaluation and the evidence share.
 *
 * <p>It may have {@value #MAX_BYTES} bytes, so that every recorded input replays within its budget. A larger one is never asked: whoever
 * makes it refuses the proposal as malformed where {@link #isTooLarge()}.
 */
public final class DecisionInput {
    public static final int MAX_BYTES = 64 * 1024;

    private final Json.Obj json;
    private final byte[] canonical;

    private DecisionInput(Json.Obj json) {
        this.json = json;
        this.canonical = CanonicalJson.rfc8785(json);
    }

    /**
     * Who asks for what, under which policy.
     *
     * @param actor as authenticated
     * @param request the parameters
     * @param context clock and versions
     */
    public record Asked(Actor actor, Request request, Context context) {}

    /**
     * The input of phase {@code publish}.
     *
     * @param digest of the document: a string, or {@code {"saltedSha256":…}} wherever the redaction withholds
     * @throws IllegalArgumentException where something is withheld and the digest is not salted
     */
    public static DecisionInput of(Reading reading, Redaction redaction, Json digest, Asked asked, Facts facts) {
        if (redaction.withholds() && !(digest instanceof Json.Obj)) {
            throw new IllegalArgumentException("a plain digest of a document of which something is withheld");
        }
        Context context = asked.context();
        return new DecisionInput(Json.object()
                .put("inputVersion", "1")
                .put("kind", reading.kind().id())
                .put("phase", "publish")
                .put("actor", asked.actor().json())
                .put("request", asked.request().json())
                .put("context", context.json())
                .put("document", document(reading, digest))
                .put("proposal", redaction.proposal())
                .put("claims", redaction.claims())
                .put("facts", facts.json(asked.actor(), context.evaluatedAt()))
                .build());
    }

    private static Json document(Reading reading, Json digest) {
        return Json.object()
                .put("digest", digest)
                .put("mediaType", "application/json")
                .put("bytes", reading.bytes())
                .build();
    }

    public Json.Obj json() {
        return json;
    }

    /** {@code facts.json} of a bundle: the member {@code facts}, canonical. */
    public byte[] facts() {
        return CanonicalJson.rfc8785(json.object("facts"));
    }

    /** RFC 8785. */
    public byte[] canonical() {
        return canonical.clone();
    }

    public boolean isTooLarge() {
        return canonical.length > MAX_BYTES;
    }
}
