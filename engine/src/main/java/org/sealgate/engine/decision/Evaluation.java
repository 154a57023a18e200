package org.sealgate.engine.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;

/**
 * One question put to both evaluators.
 *
 * @param entrypoint the rule that was asked
 * @param input digest of the canonical input that both were given
 * @param answers the results there are: OPA's, then the Wasm's
 * @param cause why there is no decision; null where both gave the same bytes
 * @param detail one sentence for the log; empty without a cause
 * @param result the agreed result; where they disagree the Wasm's; null where one of them gave none
 */
public record Evaluation(
        String entrypoint,
        Digest input,
        List<Answer> answers,
        @Nullable Cause cause,
        String detail,
        @Nullable Bytes result) {
    public Evaluation {
        answers = List.copyOf(answers);
        if ((answers.size() == 2) != (result != null)) {
            throw new IllegalArgumentException("result: there is one where both have answered, and only there");
        }
        if (cause == null && result == null) {
            throw new IllegalArgumentException("cause: no result and no reason");
        }
    }

    /** One evaluator's result in canonical bytes. */
    public sealed interface Answer {
        Bytes result();
    }

    /** @param decisionId OPA's own, where its decision log gives one */
    public record Opa(
            String version, String revision, @Nullable String decisionId, Bytes result) implements Answer {}

    /** @param module digest of policy.wasm */
    public record Wasm(Digest module, Bytes result) implements Answer {}
}
