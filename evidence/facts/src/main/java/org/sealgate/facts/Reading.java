package org.sealgate.facts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.ExactNumbers;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonLimits;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;

/**
 * A proposal as it was read from its bytes: strictly, every number exact, and with what a client may not claim set apart.
 *
 * <p>{@link #proposal()} and {@link #claims()} have all members of {@link #document()} between them and share none. A claim is a top-level
 * member that only the gate may say: it is kept so that a policy may compare, and never trusted. Whether the proposal has the shape
 * of its kind is the schema's question, asked of {@code proposal()}.
 *
 * <pre>{@code
 * {"schema_version":"1.0","run_id":"RUN-1","authority_envelope":{…}}
 *   → proposal {"schema_version":"1.0","run_id":"RUN-1"}, claims {"authority_envelope":{…}}
 * }</pre>
 */
public final class Reading {
    private static final Set<String> CLAIMS = Set.of(
            "authority_envelope",
            "hash",
            "hash_scope",
            "commit_hash",
            "gate_outcomes",
            "gates",
            "checks",
            "refusal",
            "enforcement",
            "outcome",
            "feasibility",
            "confirmations");

    private final Kind kind;
    private final Json.Obj document;
    private final Json.Obj proposal;
    private final Json.Obj claims;
    private final Digest digest;
    private final int bytes;

    private Reading(Kind kind, Json.Obj document, byte[] body) {
        Map<String, Json> own = new LinkedHashMap<>();
        Map<String, Json> claimed = new LinkedHashMap<>();
        document.members().forEach((name, value) -> (isClaim(name) ? claimed : own).put(name, value));
        this.kind = kind;
        this.document = document;
        this.proposal = new Json.Obj(own);
        this.claims = new Json.Obj(claimed);
        this.digest = Digest.sha256(body);
        this.bytes = body.length;
    }

    /**
     * Reads under {@link JsonLimits#PROPOSAL}. The size of the body is its owner's to bound.
     *
     * @throws JsonException with one of its codes where the bytes are refused; its pointer is foreign text
     */
    public static Reading of(Kind kind, byte[] body) {
        Json.Obj document = JsonReader.readObject(body, JsonLimits.PROPOSAL);
        ExactNumbers.require(document);
        return new Reading(kind, document, body);
    }

    /** Whether a member of this name at the top is a claim. */
    public static boolean isClaim(String name) {
        return CLAIMS.contains(name);
    }

    public Kind kind() {
        return kind;
    }

    /** All of it, in the order of its bytes. */
    public Json.Obj document() {
        return document;
    }

    /** The document without its claims. */
    public Json.Obj proposal() {
        return proposal;
    }

    /** What the client asserted and may not. */
    public Json.Obj claims() {
        return claims;
    }

    /** SHA-256 of the bytes as they arrived. Not to be shown where {@link Redaction#withholds()}. */
    public Digest digest() {
        return digest;
    }

    /** How many bytes arrived. */
    public int bytes() {
        return bytes;
    }
}
