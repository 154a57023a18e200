package org.sealgate.engine;

import java.util.Optional;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.derive.AuthorityEnvelope;
import org.sealgate.derive.Emitted;
import org.sealgate.derive.Outcome;
import org.sealgate.engine.decision.Evaluation;
import org.sealgate.facts.DecisionInput;
import org.sealgate.facts.Reading;

/** What follows from an evaluation, before anybody has claimed a run id. */
sealed interface Conclusion {
    /** Publish, once the run id is ours. */
    record Allowed(Json.Obj result, Json.Obj envelope, Emitted emitted) implements Conclusion {}

    /** The policy refuses. */
    record Denied(Json.Obj result, Optional<Json.Obj> envelope) implements Conclusion {}

    /** No decision: a named cause, and the result where there is one. */
    record Failed(String cause, Optional<Json.Obj> result, Optional<Json.Obj> envelope) implements Conclusion {}

    static Conclusion of(Observed observed, Evaluation evaluation, ReleaseInForce release) {
        Reading reading = observed.reading();
        DecisionInput input = observed.input();
        Optional<Json.Obj> result =
                Optional.ofNullable(evaluation.result()).map(bytes -> JsonReader.readObject(bytes.toArray()));
        if (evaluation.cause() != null || result.isEmpty()) {
            String cause = String.valueOf(evaluation.cause());
            return new Failed(cause, result, envelope(input, result, release, "error"));
        }
        Json.Obj agreed = result.get();
        return switch (Outcome.of(input.json(), agreed, release.rules(reading.kind()), release.data())) {
            case Outcome.Deny ignored -> new Denied(agreed, envelope(input, result, release, "deny"));
            case Outcome.Contradicted ignored ->
                new Failed("RESULT_CONTRADICTION", result, envelope(input, result, release, "error"));
            case Outcome.Allow ignored -> {
                Json.Obj envelope = envelope(input, result, release, "allow").orElseThrow();
                Emitted emitted =
                        Emitted.of(reading.document(), reading.proposal(), observed.body(), input.json(), envelope);
                yield new Allowed(agreed, envelope, emitted);
            }
        };
    }

    private static Optional<Json.Obj> envelope(
            DecisionInput input, Optional<Json.Obj> result, ReleaseInForce release, String outcome) {
        return result.flatMap(found -> AuthorityEnvelope.of(input.json(), found, release.data(), outcome));
    }
}
