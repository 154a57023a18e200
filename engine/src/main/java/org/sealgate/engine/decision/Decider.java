package org.sealgate.engine.decision;

import java.time.Duration;
import java.util.List;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Kind;
import org.sealgate.policy.PolicyAnswer;

/** Puts one input to OPA and to the compiled policy and says whether they gave the same bytes. */
public final class Decider {
    /** For OPA and Wasm together. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private final OpaQueue opa;
    private final PolicyEvaluator policy;
    private final Digest module;

    /** Takes both evaluators; {@code module} is the digest of the policy.wasm that {@code policy} was compiled from. */
    public Decider(OpaClient opa, PolicyEvaluator policy, Digest module) {
        this.opa = new OpaQueue(opa, Runtime.getRuntime().availableProcessors());
        this.policy = policy;
        this.module = module;
    }

    /** Asks about the decision input in RFC 8785: the bytes that OPA, the Wasm and the evidence get. */
    public Evaluation decide(Kind kind, byte[] input, Deadline deadline) {
        Digest digest = Digest.sha256(input);
        String entrypoint = kind.entrypoint();
        return switch (opa.ask(entrypoint, input, deadline)) {
            case OpaAnswer.Failed failed ->
                new Evaluation(entrypoint, digest, List.of(), failed.cause(), failed.detail(), null);
            case OpaAnswer.Answered answered -> evaluate(entrypoint, input, digest, answered, deadline);
        };
    }

    private Evaluation evaluate(
            String entrypoint, byte[] input, Digest digest, OpaAnswer.Answered answered, Deadline deadline) {
        Evaluation.Opa first = new Evaluation.Opa(
                answered.version(), answered.revision(), answered.decisionId(), answered.canonicalResult());
        return switch (policy.evaluate(entrypoint, input, deadline.remaining())) {
            case PolicyAnswer.Failed failed ->
                new Evaluation(entrypoint, digest, List.of(first), Cause.of(failed.cause()), failed.detail(), null);
            case PolicyAnswer.Result compiled -> {
                Bytes result = compiled.canonical();
                boolean agreed = result.equals(first.result());
                yield new Evaluation(
                        entrypoint,
                        digest,
                        List.of(first, new Evaluation.Wasm(module, result)),
                        agreed ? null : Cause.ENGINE_DISAGREE,
                        agreed ? "" : "OPA and the compiled policy answered differently",
                        result);
            }
        };
    }
}
