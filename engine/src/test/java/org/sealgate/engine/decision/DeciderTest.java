package org.sealgate.engine.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.sealgate.policy.PolicyAnswer;
import org.sealgate.policy.PolicyCause;

/** Two evaluators, one of them perhaps a liar. */
final class DeciderTest {
    private static final OpaPin PIN = new OpaPin("release.tar.gz", "dirHash1:aa", PinnedOpa.VERSION);
    private static final byte[] INPUT = "{\"kind\":\"sealed-run\"}".getBytes(UTF_8);
    private static final Digest MODULE = Digest.sha256(new byte[] {1});

    private final Bytes allow = example("allow");
    private final Bytes deny = example("deny");

    @Test
    void bothAgree_isTheResult() throws IOException {
        Evaluation evaluation = decide(answering(deny), (entrypoint, input, atMost) -> new PolicyAnswer.Result(deny));
        assertNull(evaluation.cause());
        assertEquals(deny, evaluation.result());
        assertEquals(2, evaluation.answers().size());
        assertEquals(Digest.sha256(INPUT), evaluation.input());
    }

    // R4: a liar on OPA's port, with the right token, release and version
    @Test
    void opaSaysAllowAndWasmDeny_isDisagreementWithBothAnswers() throws IOException {
        Evaluation evaluation = decide(answering(allow), (entrypoint, input, atMost) -> new PolicyAnswer.Result(deny));
        assertEquals(Cause.ENGINE_DISAGREE, evaluation.cause());
        assertEquals(deny, evaluation.result());
        assertEquals(allow, evaluation.answers().getFirst().result());
        assertEquals(deny, evaluation.answers().getLast().result());
    }

    @Test
    void opaAnswersWithTheResultOfAnotherKind_isDisagreement() throws IOException {
        Bytes other = Bytes.copyOf(new String(allow.toArray(), UTF_8)
                .replaceFirst("\\{\"name\":\"inputs_hashed\",\"result\":\"pass\"},", "")
                .getBytes(UTF_8));
        Evaluation evaluation = decide(answering(other), (entrypoint, input, atMost) -> new PolicyAnswer.Result(allow));
        assertEquals(Cause.ENGINE_DISAGREE, evaluation.cause());
    }

    @ParameterizedTest
    @EnumSource(PolicyCause.class)
    void wasmWithoutAnswer_isItsCauseWithOpasAnswerKept(PolicyCause cause) throws IOException {
        Evaluation evaluation =
                decide(answering(allow), (entrypoint, input, atMost) -> new PolicyAnswer.Failed(cause, ""));
        String expected = cause == PolicyCause.WASM_ENTRYPOINT ? "WASM_UNDEFINED" : cause.name();
        assertEquals(expected, String.valueOf(evaluation.cause()));
        assertNull(evaluation.result());
        assertEquals(1, evaluation.answers().size());
    }

    @Test
    void opaWithoutAnswer_isItsCauseAndTheWasmIsNotAsked() throws IOException {
        Evaluation evaluation = decide(HostileOpa.body("200 OK", "{}"), (entrypoint, input, atMost) -> {
            throw new AssertionError("asked");
        });
        assertEquals(Cause.OPA_UNDEFINED, evaluation.cause());
        assertNull(evaluation.result());
        assertTrue(evaluation.answers().isEmpty());
    }

    private static Evaluation decide(HostileOpa.Manner manner, PolicyEvaluator policy) throws IOException {
        try (HostileOpa opa = HostileOpa.listening(manner);
                OpaClient client = new OpaClient(opa.endpoint(), PIN)) {
            Decider decider = new Decider(client, policy, MODULE);
            return decider.decide(Kind.SEALED_RUN, INPUT, Deadline.after(Duration.ofMillis(1_000)));
        }
    }

    private static HostileOpa.Manner answering(Bytes result) {
        return HostileOpa.body("200 OK", """
                {"decision_id":"4ca636c1-55e4-417a-b1d8-4aceb67960d1","provenance":{"version":"1.21.0","bundles":\
                {"release.tar.gz":{"revision":"dirHash1:aa"}}},"result":%s}
                """.formatted(new String(result.toArray(), UTF_8)));
    }

    private static Bytes example(String name) {
        Path file =
                Path.of(System.getProperty("sealgate.root"), "schemas/decision-result/examples/valid", name + ".json");
        try {
            return Bytes.copyOf(CanonicalJson.rfc8785(JsonReader.read(Files.readAllBytes(file))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
