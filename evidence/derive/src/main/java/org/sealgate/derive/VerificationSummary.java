package org.sealgate.derive;

import java.util.List;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/**
 * The decision in the words of others: a SLSA verification summary ({@code https://slsa.dev/verification_summary/v1}) that follows from
 * a decision's statement and refers to it. It is signed under the decision role, and says nothing that the statement does not say.
 *
 * <pre>{@code
 * {"_type":"https://in-toto.io/Statement/v1","predicate":{"inputAttestations":[{"digest":{"sha256":"9f…"},"uri":"decision.dsse.json"}],
 *  "policy":{"digest":{"sha256":"c0…"},"uri":"https://gate.example.org/v1/policies/1.4.0"},
 *  "resourceUri":"https://gate.example.org/v1/decisions/0198c9f0-…","slsaVersion":"1.0",
 *  "timeVerified":"2026-02-15T18:30:00.131Z","verificationResult":"PASSED","verifiedLevels":["SEALGATE_POLICY_ALLOW"],
 *  "verifier":{"id":"https://gate.example.org","version":{"sealgate":"0.1.0"}}},
 *  "predicateType":"https://slsa.dev/verification_summary/v1","subject":[…]}
 * }</pre>
 */
public final class VerificationSummary {
    /** Its name in a bundle. */
    public static final String FILE = "vsa.dsse.json";

    /** Its predicate type. */
    public static final String PREDICATE_TYPE = "https://slsa.dev/verification_summary/v1";

    private VerificationSummary() {}

    /**
     * The payload, in rfc8785; its type is {@link DecisionStatement#PAYLOAD_TYPE}.
     *
     * @param statement of a decision
     * @param file digest of {@code decision.dsse.json}, the signed statement
     */
    public static byte[] payload(Json.Obj statement, Digest file) {
        Json.Obj predicate = statement.object("predicate");
        return CanonicalJson.rfc8785(Json.object()
                .put("_type", "https://in-toto.io/Statement/v1")
                .put("subject", statement.array("subject"))
                .put("predicateType", PREDICATE_TYPE)
                .put("predicate", predicate(predicate, file))
                .build());
    }

    private static Json.Obj predicate(Json.Obj decision, Digest file) {
        String issuer = decision.object("issuer").text("id");
        boolean allow = decision.text("outcome").equals("allow");
        Json.Obj policy = decision.object("policy");
        return Json.object()
                .put(
                        "verifier",
                        Json.object()
                                .put("id", issuer)
                                .put(
                                        "version",
                                        Json.object()
                                                .put(
                                                        "sealgate",
                                                        decision.object("issuer")
                                                                .text("engine"))
                                                .build())
                                .build())
                .put("timeVerified", decision.text("decidedAt"))
                .put("resourceUri", issuer + "/v1/decisions/" + decision.text("decisionId"))
                .put("policy", descriptor(issuer + "/v1/policies/" + policy.text("version"), policy.text("release")))
                .put("inputAttestations", Json.array(List.of(descriptor("decision.dsse.json", file.text()))))
                .put("verificationResult", allow ? "PASSED" : "FAILED")
                .put("verifiedLevels", Json.strings(List.of(allow ? "SEALGATE_POLICY_ALLOW" : "FAILED")))
                .put("slsaVersion", "1.0")
                .build();
    }

    private static Json.Obj descriptor(String uri, String digest) {
        return Json.object()
                .put("uri", uri)
                .put(
                        "digest",
                        Json.object().put("sha256", Digest.parse(digest).hex()).build())
                .build();
    }
}
