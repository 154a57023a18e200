package org.sealgate.derive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/** Statements as they are signed, byte for byte. */
class DecisionStatementTest {
    private static final Digest D = Digest.sha256();
    private static final String TIMES =
            "\"decidedAt\":\"2026-02-15T18:30:00.131Z\",\"decisionId\":\"0198c9f0-0000-7000-8000-000000000000\"";
    private static final EvidenceFile ROW = new EvidenceFile("b.json", "input", D, 7);
    private static final DecisionStatement.Sequence FIRST =
            new DecisionStatement.Sequence("gate-1/svc", 1, Optional.empty());

    private static DecisionStatement.About about(String outcome, Optional<String> cause) {
        return new DecisionStatement.About(
                "0198c9f0-0000-7000-8000-000000000000",
                "sealed-run",
                outcome,
                cause,
                "2026-02-15T18:30:00.000Z",
                "2026-02-15T18:30:00.131Z",
                "2026-02-15T18:30:01.131Z",
                List.of("a"),
                "AAAA",
                "https://gate.example.org",
                "0.1.0",
                List.of("ecdsa-p256-sha256"),
                3);
    }

    /** With every member that there can be beside {@code malformed}. */
    private static DecisionStatement full(String outcome, Optional<String> cause) {
        Json.Obj some = Samples.read("{\"x\":1}");
        return new DecisionStatement(
                about(outcome, cause),
                "proposal",
                new DocumentDigest.Plain(D),
                List.of(some),
                Optional.of(new DecisionStatement.FactsRef("s1", D)),
                some,
                Optional.of(some),
                Optional.of("sha256:00"),
                List.of(),
                List.of(ROW, EvidenceFile.of("a.json", "proposal", new byte[0])));
    }

    private static DecisionStatement malformed(List<Json.Obj> evaluations, List<Json.Obj> malformed) {
        return new DecisionStatement(
                about("deny", Optional.empty()),
                "proposal",
                DocumentDigest.salted(new byte[32], new byte[0]),
                evaluations,
                Optional.empty(),
                Json.object().build(),
                Optional.empty(),
                Optional.empty(),
                malformed,
                List.of());
    }

    private static String text(DecisionStatement statement, DecisionStatement.Sequence sequence) {
        return new String(statement.payload(sequence), UTF_8);
    }

    @Test
    void statement_withEverything_isTheseBytes() {
        String row = "{\"bytes\":%d,\"digest\":\"" + D.text() + "\",\"name\":\"%s\",\"role\":\"%s\"}";
        assertEquals(
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{\"audience\":[\"a\"],\"authorityEnvelope\":{\"x\":1},"
                        + "\"cause\":\"OPA_TIMEOUT\"," + TIMES + ",\"derivation\":\"" + Derivation.VERSION
                        + "\",\"evaluations\":[{\"x\":1}],\"evidence\":["
                        + row.formatted(0, "a.json", "proposal") + "," + row.formatted(7, "b.json", "input")
                        + "],\"facts\":{\"digest\":\"" + D.text() + "\",\"sensors\":\"s1\"}"
                        + ",\"issuer\":{\"engine\":\"0.1.0\",\"id\":\"https://gate.example.org\"},\"kind\":\"sealed-run\",\"nonce\":\"AAAA\""
                        + ",\"outcome\":\"error\",\"policy\":{\"x\":1},\"requestedAt\":\"2026-02-15T18:30:00.000Z\""
                        + ",\"selfHash\":{\"profile\":\"rfc8785-empty\",\"value\":\"sha256:00\"}"
                        + ",\"sequence\":{\"number\":2,\"previous\":\"" + D.text() + "\",\"stream\":\"gate-1/svc\"}"
                        + ",\"signing\":{\"requires\":[\"ecdsa-p256-sha256\"]},\"trustRootVersion\":3"
                        + ",\"validUntil\":\"2026-02-15T18:30:01.131Z\"},\"predicateType\":\"https://sealgate.org/policy-decision/v1\""
                        + ",\"subject\":[{\"digest\":{\"sha256\":\"" + D.hex() + "\"},\"name\":\"proposal\"}]}",
                text(
                        full("error", Optional.of("OPA_TIMEOUT")),
                        new DecisionStatement.Sequence("gate-1/svc", 2, Optional.of(D))));
    }

    @Test
    void statement_ofAMalformedProposal_saysSoAndNoMore() {
        Json.Obj wrong = Samples.read("{\"code\":\"X\"}");
        String text = text(malformed(List.of(), List.of(wrong)), FIRST);
        Json.Obj predicate = Samples.read(text).object("predicate");
        assertEquals(List.of(wrong), predicate.objects("malformed"));
        assertEquals(Json.NULL, predicate.object("sequence").get("previous"));
        for (String absent : List.of("cause", "facts", "authorityEnvelope", "selfHash")) {
            assertEquals(false, predicate.has(absent), absent);
        }
        String salted = Samples.read(text)
                .objects("subject")
                .getFirst()
                .object("digest")
                .text("saltedSha256");
        assertEquals(Digest.sha256(new byte[32]).hex(), salted);
        assertEquals(
                false,
                Samples.read(text(full("allow", Optional.empty()), FIRST))
                        .object("predicate")
                        .has("malformed"));
    }

    @Test
    void statement_ofWhatDoesNotFit_isNone() {
        Json.Obj some = Json.object().build();
        List<Runnable> refused = List.of(
                () -> full("error", Optional.empty()),
                () -> full("deny", Optional.of("OPA_TIMEOUT")),
                () -> malformed(List.of(), List.of()),
                () -> malformed(List.of(some), List.of(some)),
                () -> new DecisionStatement.Sequence("s", 0, Optional.empty()),
                () -> new DecisionStatement.Sequence("s", 1, Optional.of(D)),
                () -> new DecisionStatement.Sequence("s", 2, Optional.empty()),
                () -> DocumentDigest.salted(new byte[31], new byte[0]));
        refused.forEach(each -> assertThrows(IllegalArgumentException.class, each::run));
    }

    @Test
    void digest_inADocument_isTextOrASaltedObject() {
        assertEquals(Json.of(D.text()), new DocumentDigest.Plain(D).toJson());
        assertEquals(Json.object().put("saltedSha256", D.hex()).build(), new DocumentDigest.Salted(D).toJson());
    }

    @Test
    void row_shared_isTheSameRow() {
        EvidenceFile same = ROW.shared();
        assertEquals(ROW, same);
        assertEquals(ROW.hashCode(), same.hashCode());
        assertEquals(D.hashCode(), ROW.hashCode());
        assertEquals(ROW.json(), same.json());
        assertEquals(List.of("b.json", "input", D, 7L), List.of(same.name(), same.role(), same.digest(), same.bytes()));
        assertEquals("b.json " + D, ROW.toString());
        for (EvidenceFile other : List.of(
                new EvidenceFile("c.json", "input", D, 7),
                new EvidenceFile("b.json", "object", D, 7),
                new EvidenceFile("b.json", "input", Digest.sha256(new byte[1]), 7),
                new EvidenceFile("b.json", "input", D, 8))) {
            assertNotEquals(ROW, other);
        }
        assertNotEquals(ROW, (Object) "b.json");
    }

    /** The same decision in the words of SLSA. */
    @Test
    void summary_ofADecision_isTheseBytes() {
        for (String outcome : List.of("allow", "deny")) {
            Json.Obj statement = Samples.read(text(full(outcome, Optional.empty()), FIRST));
            Json.Obj policy = Samples.read("{\"version\":\"1.4.0\",\"release\":\"" + D.text() + "\"}");
            Json.Obj decision =
                    statement.with("predicate", statement.object("predicate").with("policy", policy));
            boolean allow = outcome.equals("allow");
            String digest = "{\"digest\":{\"sha256\":\"" + D.hex() + "\"},\"uri\":\"";
            assertEquals(
                    "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{\"inputAttestations\":[" + digest
                            + "decision.dsse.json\"}],\"policy\":" + digest
                            + "https://gate.example.org/v1/policies/1.4.0\"}"
                            + ",\"resourceUri\":\"https://gate.example.org/v1/decisions/0198c9f0-0000-7000-8000-000000000000\""
                            + ",\"slsaVersion\":\"1.0\",\"timeVerified\":\"2026-02-15T18:30:00.131Z\",\"verificationResult\":\""
                            + (allow ? "PASSED" : "FAILED") + "\",\"verifiedLevels\":[\""
                            + (allow ? "SEALGATE_POLICY_ALLOW" : "FAILED")
                            + "\"],\"verifier\":{\"id\":\"https://gate.example.org\",\"version\":{\"sealgate\":\"0.1.0\"}}}"
                            + ",\"predicateType\":\"https://slsa.dev/verification_summary/v1\",\"subject\":[{\"digest\":{\"sha256\":\""
                            + D.hex() + "\"},\"name\":\"proposal\"}]}",
                    new String(VerificationSummary.payload(decision, D), UTF_8));
        }
    }
}
