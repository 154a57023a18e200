package org.sealgate.derive;

import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/**
 * The statement that a decision is sealed in, but for its sequence: in-toto Statement v1 with predicate {@code
 * policy-decision/v1} (evidence-format.md section 3).
 *
 * <pre>{@code
 * {"_type":"https://in-toto.io/Statement/v1",
 *  "predicate":{"decisionId":"0198c9f0-…","kind":"sealed-run","outcome":"allow",…,"sequence":{"number":42,…}},
 *  "predicateType":"https://sealgate.org/policy-decision/v1",
 *  "subject":[{"digest":{"sha256":"5c1a…"},"name":"artifacts/sealed_runs/RUN-001_20260215T183000Z.sealed.json"}]}
 * }</pre>
 *
 * @param about what was decided, by whom, when
 * @param subjectName the published name on an allow, else {@code proposal}
 * @param subject the digest of what the decision is about
 * @param evaluations one object a phase; empty for a malformed proposal
 * @param facts digest of facts.json and the sensor set's version; empty for a malformed proposal
 * @param policy the member {@code policy}: version and digests of the release in force
 * @param authorityEnvelope the envelope, where there was a grant
 * @param selfHash the emitted document's own hash, {@code rfc8785-empty}
 * @param malformed what was wrong with a malformed proposal, codes and pointers; empty otherwise
 * @param evidence every file of the bundle but the fixed unsigned ones
 */
public record DecisionStatement(
        About about,
        String subjectName,
        DocumentDigest subject,
        List<Json.Obj> evaluations,
        Optional<FactsRef> facts,
        Json.Obj policy,
        Optional<Json.Obj> authorityEnvelope,
        Optional<String> selfHash,
        List<Json.Obj> malformed,
        List<EvidenceFile> evidence) {
    /** The statement type of in-toto's attestation framework. */
    public static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";

    /** Our decision predicate. */
    public static final String PREDICATE_TYPE = "https://sealgate.org/policy-decision/v1";

    /** The DSSE payload type of every statement. */
    public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    public DecisionStatement {
        evaluations = List.copyOf(evaluations);
        malformed = List.copyOf(malformed);
        evidence = evidence.stream().sorted().toList();
        if (about.outcome().equals("error") != about.cause().isPresent()) {
            throw new IllegalArgumentException("cause: an error has one, nothing else has");
        }
        if (evaluations.isEmpty() == malformed.isEmpty()) {
            throw new IllegalArgumentException("evaluations: absent exactly where the proposal is malformed");
        }
    }

    /**
     * Who decided what, and when.
     *
     * @param decisionId UUIDv7
     * @param outcome allow, deny or error
     * @param cause why there was an error; {@code OPA_TIMEOUT}
     * @param requestedAt when the request arrived, UTC milliseconds and Z
     * @param decidedAt the one reading of the clock: also the input's evaluatedAt
     * @param validUntil until when an allow may be acted on
     * @param nonce 128 random bits, base64
     * @param issuerId the gate's URI
     * @param engineVersion the engine that decided
     * @param requires the signature algorithms that the envelope must carry
     */
    public record About(
            String decisionId,
            String kind,
            String outcome,
            Optional<String> cause,
            String requestedAt,
            String decidedAt,
            String validUntil,
            List<String> audience,
            String nonce,
            String issuerId,
            String engineVersion,
            List<String> requires,
            long trustRootVersion) {
        public About {
            audience = List.copyOf(audience);
            requires = List.copyOf(requires);
        }
    }

    /** The sensors that made facts.json, and its digest. */
    public record FactsRef(String sensors, Digest digest) {}

    /**
     * The place in the caller's stream.
     *
     * @param stream issuer instance and caller, {@code gate-1/svc-publisher}
     * @param number from 1, without a gap
     * @param previous SHA-256 of the predecessor's PAE; empty for number 1
     */
    public record Sequence(String stream, long number, Optional<Digest> previous) {
        public Sequence {
            if (number < 1 || (number == 1) != previous.isEmpty()) {
                throw new IllegalArgumentException("sequence: number " + number + " and its predecessor do not fit");
            }
        }

        Json.Obj toJson() {
            return Json.object()
                    .put("stream", stream)
                    .put("number", number)
                    .put("previous", previous.<Json>map(d -> Json.of(d.text())).orElse(Json.NULL))
                    .build();
        }
    }

    /** The payload to sign: rfc8785 of the whole statement with its place in the stream. */
    public byte[] payload(Sequence sequence) {
        Json.Obj subjectJson = Json.object()
                .put("name", subjectName)
                .put("digest", subject.toSubjectDigest())
                .build();
        return CanonicalJson.rfc8785(Json.object()
                .put("_type", STATEMENT_TYPE)
                .put("subject", Json.array(List.of(subjectJson)))
                .put("predicateType", PREDICATE_TYPE)
                .put("predicate", predicate(sequence))
                .build());
    }

    private Json.Obj predicate(Sequence sequence) {
        var predicate = Json.object()
                .put("decisionId", about.decisionId())
                .put("kind", about.kind())
                .put("outcome", about.outcome());
        about.cause().ifPresent(cause -> predicate.put("cause", cause));
        predicate
                .put("requestedAt", about.requestedAt())
                .put("decidedAt", about.decidedAt())
                .put("validUntil", about.validUntil())
                .put("audience", Json.strings(about.audience()))
                .put("nonce", about.nonce())
                .put("issuer", issuer())
                .put("sequence", sequence.toJson())
                .put("evaluations", Json.array(evaluations));
        if (!malformed.isEmpty()) {
            predicate.put("malformed", Json.array(malformed));
        }
        facts.ifPresent(f -> predicate.put("facts", factsJson(f)));
        predicate.put("derivation", Derivation.VERSION).put("policy", policy);
        authorityEnvelope.ifPresent(envelope -> predicate.put("authorityEnvelope", envelope));
        selfHash.ifPresent(hash -> predicate.put("selfHash", selfHashJson(hash)));
        return predicate
                .put(
                        "evidence",
                        Json.array(evidence.stream().map(EvidenceFile::json).toList()))
                .put(
                        "signing",
                        Json.object()
                                .put("requires", Json.strings(about.requires()))
                                .build())
                .put("trustRootVersion", about.trustRootVersion())
                .build();
    }

    private Json.Obj issuer() {
        return Json.object()
                .put("id", about.issuerId())
                .put("engine", about.engineVersion())
                .build();
    }

    private static Json.Obj factsJson(FactsRef facts) {
        return Json.object()
                .put("sensors", facts.sensors())
                .put("digest", facts.digest().text())
                .build();
    }

    private static Json.Obj selfHashJson(String value) {
        return Json.object().put("profile", "rfc8785-empty").put("value", value).build();
    }
}
