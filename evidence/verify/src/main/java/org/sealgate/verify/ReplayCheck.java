package org.sealgate.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.policy.PolicyAnswer;
import org.sealgate.policy.PolicyCause;

/**
 * Step 13: the compiled policy of the release, run again on the recorded input with the release's data, gives the recorded result, and
 * both evaluators said so at the time. Where no answer was recorded, what it answers now is told and judges nothing: that it once could
 * not be reached is nothing that a replay can see.
 */
final class ReplayCheck {
    private static final String ANSWERS = Decision.FILE + "#/predicate/evaluations/0/answers";

    private final Decision decision;
    private final BundleFiles files;
    private final Release release;
    private final Patience patience;
    private final List<String> notes = new ArrayList<>();

    ReplayCheck(Decision decision, BundleFiles files, Release release, Patience patience) {
        this.decision = decision;
        this.files = files;
        this.release = release;
        this.patience = patience;
    }

    /** What the policy answers now, where nothing was recorded. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    void check(Problems problems) {
        PolicyAnswer answer =
                release.run().evaluate(decision.evaluation().text("entrypoint"), files.bytes(Names.INPUT), patience);
        if (!decision.hasResult()) {
            notes.add("no answer was recorded (" + decision.cause().orElse("") + "); now the policy's is "
                    + shown(answer));
            return;
        }
        switch (answer) {
            case PolicyAnswer.Result result -> same(result.canonical(), problems);
            case PolicyAnswer.Failed failed -> failed(failed, problems);
        }
        answers(problems);
    }

    private static String shown(PolicyAnswer answer) {
        return switch (answer) {
            case PolicyAnswer.Result result -> {
                Json outcome =
                        JsonReader.readObject(result.canonical().toArray()).get("outcome");
                yield outcome instanceof Json.Str text ? text.value() : "a result without an outcome";
            }
            case PolicyAnswer.Failed failed -> failed.cause().name();
        };
    }

    private void same(Bytes canonical, Problems problems) {
        byte[] again = canonical.toArray();
        if (!Arrays.equals(again, files.bytes(Names.RESULT))) {
            problems.add(
                    Code.REPLAY_RESULT,
                    Names.RESULT,
                    Digest.sha256(again).text(),
                    files.digest(Names.RESULT).text());
        }
    }

    private static void failed(PolicyAnswer.Failed failed, Problems problems) {
        Code code = failed.cause() == PolicyCause.WASM_LIMIT || failed.cause() == PolicyCause.WASM_TIMEOUT
                ? Code.REPLAY_LIMIT
                : Code.REPLAY_ABORT;
        problems.add(code, Names.WASM, "the recorded result", failed.cause() + ": " + failed.detail());
    }

    /** Where two answers differ the record has to be an error; then only the compiled policy's is repeated here. */
    private void answers(Problems problems) {
        answer("wasm", Code.REPLAY_RESULT, problems);
        if (!decision.outcome().equals(Decision.ERROR)) {
            answer("opa-http", Code.ENGINE_DISAGREE, problems);
        }
    }

    private void answer(String evaluator, Code code, Problems problems) {
        Optional<Json.Obj> answer = decision.answer(evaluator);
        String found = answer.map(each -> each.text("result")).orElse("no answer");
        problems.requireEqual(
                code, ANSWERS, evaluator + " " + files.digest(Names.RESULT).text(), evaluator + " " + found);
    }
}
