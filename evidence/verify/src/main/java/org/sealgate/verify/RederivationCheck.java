package org.sealgate.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;
import org.sealgate.derive.Outcome;
import org.sealgate.derive.ReleaseRules;

/**
 * Step 14: gates, refusal and outcome follow from the result by the engine's own pure functions. An error may stand where an allow
 * would follow (a run id that was taken), never the other way round. Row S002-29.
 */
final class RederivationCheck {
    private static final String PREDICATE = Decision.FILE + "#/predicate/";

    private final Decision decision;
    private final Recorded recorded;
    private final Release release;
    private final Problems problems;

    RederivationCheck(Decision decision, Recorded recorded, Release release, Problems problems) {
        this.decision = decision;
        this.recorded = recorded;
        this.release = release;
        this.problems = problems;
    }

    void check(ReleaseRules rules) {
        cause();
        if (recorded.result().isEmpty()) {
            outcome(Set.of(noAnswer()));
            return;
        }
        Json.Obj result = recorded.result().get();
        outcome(accepted(Outcome.of(recorded.input(), result, rules, release.data())));
        decision.authorityEnvelope().ifPresent(envelope -> {
            gates(envelope.object("enforcement"), result);
            refusal(envelope.object("refusal"), result);
        });
    }

    /** The predicate repeats the evaluation's cause. */
    private void cause() {
        @Nullable String evaluation = decision.evaluation().textOrNull("cause");
        if (evaluation != null) {
            problems.requireEqual(
                    Code.OUTCOME_MISMATCH,
                    PREDICATE + "cause",
                    evaluation,
                    decision.cause().orElse("absent"));
        }
        if (decision.cause().filter("ENGINE_DISAGREE"::equals).isPresent()) {
            disagreement();
        }
    }

    private void disagreement() {
        Optional<String> opa = decision.answer("opa-http").map(answer -> answer.text("result"));
        Optional<String> wasm = decision.answer("wasm").map(answer -> answer.text("result"));
        if (opa.isEmpty() || wasm.isEmpty() || opa.equals(wasm)) {
            problems.add(Code.OUTCOME_MISMATCH, PREDICATE + "cause", "two answers that differ", "ENGINE_DISAGREE");
        }
    }

    private String noAnswer() {
        return Decision.ERROR + " " + decision.evaluation().text("cause");
    }

    private static Set<String> accepted(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Allow allow -> Set.of(Decision.ALLOW, "error RUN_EXISTS", "error ENGINE_DISAGREE");
            case Outcome.Deny deny -> Set.of(Decision.DENY, "error ENGINE_DISAGREE");
            case Outcome.Contradicted contradicted -> Set.of("error RESULT_CONTRADICTION", "error ENGINE_DISAGREE");
        };
    }

    private void outcome(Set<String> accepted) {
        String found =
                decision.cause().map(cause -> decision.outcome() + " " + cause).orElse(decision.outcome());
        if (!accepted.contains(found)) {
            problems.add(
                    Code.OUTCOME_MISMATCH,
                    PREDICATE + "outcome",
                    String.join(" or ", new java.util.TreeSet<>(accepted)),
                    found);
        }
    }

    private void gates(Json.Obj enforcement, Json.Obj result) {
        List<Json> outcomes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Json.Obj gate : result.objects("gates")) {
            names.add(gate.text("name"));
            outcomes.add(Json.object()
                    .put("gate", gate.text("name"))
                    .put("result", gate.text("result"))
                    .build());
        }
        String pointer = PREDICATE + "authorityEnvelope/enforcement/";
        require(Code.GATE_MISMATCH, pointer + "gates_checked", Json.strings(names), enforcement.get("gates_checked"));
        require(Code.GATE_MISMATCH, pointer + "gate_outcomes", Json.array(outcomes), enforcement.get("gate_outcomes"));
    }

    private void refusal(Json.Obj recordedRefusal, Json.Obj result) {
        Json.Obj refusal = result.object("refusal");
        @Nullable Json reason = refusal.get("reasonCode");
        List<String> checks = result.objects("checks").stream()
                .map(check -> check.text("name"))
                .toList();
        Json expected = Json.object()
                .put("refusal_available", refusal.bool("available"))
                .put("refusal_triggered", refusal.bool("triggered"))
                .put("refusal_reason_code", reason == null ? Json.NULL : reason)
                .put("checks_performed", Json.strings(checks))
                .build();
        require(Code.REFUSAL_MISMATCH, PREDICATE + "authorityEnvelope/refusal", expected, recordedRefusal);
    }

    private void require(Code code, String pointer, Json expected, @Nullable Json actual) {
        Canonical.require(code, pointer, expected, actual, problems);
    }
}
