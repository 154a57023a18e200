package org.sealgate.engine;

import java.util.ArrayList;
import java.util.List;
import org.sealgate.bundle.Json;
import org.sealgate.engine.decision.Evaluation;

/** An evaluation as a statement names it: digests and both answers (evidence-format.md section 3). */
final class Evaluations {
    private Evaluations() {}

    static Json.Obj json(Evaluation evaluation) {
        List<Json> answers = new ArrayList<>();
        evaluation.answers().forEach(answer -> answers.add(answer(answer)));
        var json = Json.object()
                .put("phase", "publish")
                .put("entrypoint", evaluation.entrypoint())
                .put("input", evaluation.input().text())
                .put("answers", Json.array(answers));
        if (evaluation.result() != null) {
            json.put("result", evaluation.result().sha256().text());
        }
        if (evaluation.cause() != null) {
            json.put("cause", evaluation.cause().name());
        }
        return json.build();
    }

    private static Json.Obj answer(Evaluation.Answer answer) {
        String result = answer.result().sha256().text();
        return switch (answer) {
            case Evaluation.Opa opa ->
                Json.object()
                        .put("evaluator", "opa-http")
                        .put("version", opa.version())
                        .put("revision", opa.revision())
                        .putIfPresent("decisionId", opa.decisionId())
                        .put("result", result)
                        .build();
            case Evaluation.Wasm wasm ->
                Json.object()
                        .put("evaluator", "wasm")
                        .put("module", wasm.module().text())
                        .put("result", result)
                        .build();
        };
    }
}
