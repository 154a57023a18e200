package org.sealgate.verify;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sealgate.verify.CheckResult.Because;

/** The lines of a report while they come in; a step that nobody came to says so. */
final class Lines {
    private final Map<Step, Report.Line> lines = new EnumMap<>(Step.class);

    /** Puts a line; the result is given back for the flow. */
    CheckResult put(Step step, CheckResult result, List<String> notes) {
        lines.put(step, new Report.Line(step, result, notes));
        return result;
    }

    CheckResult put(Step step, CheckResult result) {
        return put(step, result, List.of());
    }

    /**
     * Runs a step and puts its line: a pass where it adds no problem.
     *
     * @param pass what to say then
     */
    @SuppressWarnings("CatchingUnchecked")
    CheckResult run(Step step, String pass, Consumer<Problems> check) {
        Problems problems = new Problems();
        try {
            check.accept(problems);
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException | VirtualMachineError thrown) {
            // a signer can sign anything: what makes a derivation throw, or takes all the memory, is refused like what
            // makes it differ
            refuse(step, thrown, problems);
        }
        return put(step, problems.result(pass));
    }

    /** What was thrown between the steps is the failure of the first one that has no line yet. */
    void thrown(Throwable thrown) {
        Step left = Stream.of(Step.values())
                .filter(step -> !lines.containsKey(step))
                .findFirst()
                .orElse(Step.RELEVANCE);
        Problems problems = new Problems();
        refuse(left, thrown, problems);
        put(left, problems.result(""));
    }

    private static void refuse(Step step, Throwable thrown, Problems problems) {
        problems.add(fallback(step), "", "a record that can be judged", thrown.toString());
    }

    private static Code fallback(Step step) {
        return switch (step) {
            case LIMITS, CONTAINER -> Code.BUNDLE_CONTAINER;
            case TRUST_ROOT -> Code.TRUST_ROOT_SIGNATURE;
            case ENVELOPE -> Code.ENVELOPE_SYNTAX;
            case SIGNATURES, PAYLOAD_TYPE, PAYLOAD -> Code.STATEMENT_SCHEMA;
            case FILES -> Code.FILE_DIGEST;
            case LOG, TIME -> Code.LOG_PROOF_MISSING;
            case KEYS -> Code.KEY_EXPIRED;
            case POLICY -> Code.POLICY_RELEASE;
            case BINDING, RELEVANCE -> Code.INPUT_BINDING;
            case REPLAY -> Code.REPLAY_ABORT;
            case REDERIVATION, ADMISSIBILITY -> Code.OUTCOME_MISMATCH;
        };
    }

    List<Report.Line> all() {
        List<Report.Line> all = new ArrayList<>();
        CheckResult notReached = new CheckResult.NotChecked(Because.EARLIER_FAILURE, "an earlier step failed");
        for (Step step : Step.values()) {
            all.add(lines.getOrDefault(step, new Report.Line(step, notReached, List.of())));
        }
        return all;
    }
}
