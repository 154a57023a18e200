package org.sealgate.derive;

import java.util.List;
import org.sealgate.bundle.Json;

/**
 * The outcome that follows from a policy's result, derived anew by the engine before sealing and by the verifier.
 *
 * <p>A result that says {@code deny} is a deny. A result that says {@code allow} is one only where {@link Support}
 * finds nothing missing; otherwise policy and release contradict each other, which is an error and never an allow
 * (decision.md section 4).
 */
public sealed interface Outcome {
    /** Publish: everything that an allow needs is there. */
    record Allow() implements Outcome {}

    /** Do not publish: the policy said so. */
    record Deny() implements Outcome {}

    /** The policy said allow and its own result does not carry it. */
    record Contradicted(List<Shortfall> shortfalls) implements Outcome {
        public Contradicted {
            shortfalls = List.copyOf(shortfalls);
        }
    }

    /**
     * Derives the outcome.
     *
     * @param input the decision input, as the policy saw it
     * @param result the policy's result
     * @param rules what the signed release demands of this kind
     * @param data the release's data, whose grants are the only source of authority
     */
    static Outcome of(Json.Obj input, Json.Obj result, ReleaseRules rules, Json.Obj data) {
        if (!"allow".equals(result.text("outcome"))) {
            return new Deny();
        }
        List<Shortfall> shortfalls = Support.shortfalls(input, result, rules, data);
        return shortfalls.isEmpty() ? new Allow() : new Contradicted(shortfalls);
    }
}
