package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A step that throws is a step that failed; foreign text is shown as text. */
class LinesTest {
    @ParameterizedTest
    @CsvSource({
        "LIMITS, BUNDLE_CONTAINER",
        "CONTAINER, BUNDLE_CONTAINER",
        "TRUST_ROOT, TRUST_ROOT_SIGNATURE",
        "ENVELOPE, ENVELOPE_SYNTAX",
        "SIGNATURES, STATEMENT_SCHEMA",
        "PAYLOAD_TYPE, STATEMENT_SCHEMA",
        "PAYLOAD, STATEMENT_SCHEMA",
        "FILES, FILE_DIGEST",
        "LOG, LOG_PROOF_MISSING",
        "TIME, LOG_PROOF_MISSING",
        "KEYS, KEY_EXPIRED",
        "POLICY, POLICY_RELEASE",
        "BINDING, INPUT_BINDING",
        "REPLAY, REPLAY_ABORT",
        "REDERIVATION, OUTCOME_MISMATCH",
        "ADMISSIBILITY, OUTCOME_MISMATCH",
        "RELEVANCE, INPUT_BINDING"
    })
    void step_thatThrows_hasFailed(Step step, Code code) {
        Lines lines = new Lines();
        CheckResult result = lines.run(step, "good", problems -> {
            throw new IllegalStateException("why");
        });
        assertEquals(
                List.of(code
                        + " at : expected a record that can be judged, found java.lang.IllegalStateException: why"),
                HandMade.lines(result));
        assertEquals(result, lines.all().get(step.number()).result());
    }

    @Test
    void step_thatExhaustsStackOrMemory_hasFailed() {
        for (VirtualMachineError error : List.of(new StackOverflowError("deep"), new OutOfMemoryError("large"))) {
            CheckResult result = new Lines().run(Step.BINDING, "good", problems -> {
                throw error;
            });
            assertEquals(
                    List.of("INPUT_BINDING at : expected a record that can be judged, found " + error),
                    HandMade.lines(result));
        }
    }

    @Test
    void throwing_betweenTheSteps_failsTheFirstWithoutALine() {
        Lines lines = new Lines();
        for (Step step : List.of(Step.LIMITS, Step.CONTAINER, Step.TRUST_ROOT, Step.POLICY)) {
            lines.put(step, new CheckResult.Pass("good"));
        }
        lines.thrown(new IllegalStateException("why"));
        assertEquals(
                List.of("ENVELOPE_SYNTAX at : expected a record that can be judged,"
                        + " found java.lang.IllegalStateException: why"),
                HandMade.lines(lines.all().get(Step.ENVELOPE.number()).result()));

        Lines full = new Lines();
        for (Step step : Step.values()) {
            full.put(step, new CheckResult.Pass("good"));
        }
        full.thrown(new IllegalStateException("why"));
        assertEquals(
                List.of("INPUT_BINDING at : expected a record that can be judged,"
                        + " found java.lang.IllegalStateException: why"),
                HandMade.lines(full.all().getLast().result()));
    }

    /** The first finding of a code stands in the report, whatever came before it: nothing hides behind a hundred others. */
    @Test
    void problems_beyondAHundred_areCutButNoCodeIsLost() {
        Problems problems = new Problems();
        for (int i = 0; i < 150; i++) {
            problems.add(Code.OBJECT_TOMBSTONED, "file " + i, "there", "gone");
        }
        assertEquals(100, problems.findings().size());
        problems.add(Code.FILE_EXTRA, "a", "not there", "there");
        problems.add(Code.FILE_EXTRA, "b", "not there", "there");
        problems.add(Code.FILE_MISSING, "c", "there", "not there");
        assertEquals(102, problems.findings().size());
        assertEquals(
                List.of("a", "c"),
                problems.findings().stream().skip(100).map(Finding::pointer).toList());
    }

    /** A file that cannot be read is no property of the evidence. */
    @Test
    void step_thatCannotRead_isNotJudged() {
        UncheckedIOException thrown = new UncheckedIOException(new IOException("disk"));
        assertSame(
                thrown,
                assertThrows(
                        UncheckedIOException.class,
                        () -> new Lines().run(Step.FILES, "good", problems -> {
                            throw thrown;
                        })));
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void step_thatAddsNoProblem_passes_andOthersAreNotReached(Step step) {
        Lines lines = new Lines();
        assertEquals(new CheckResult.Pass("good"), lines.run(step, "good", problems -> {}));
        CheckResult behind = new CheckResult.NotChecked(CheckResult.Because.EARLIER_FAILURE, "an earlier step failed");
        for (Report.Line line : lines.all()) {
            assertEquals(line.step() == step ? new CheckResult.Pass("good") : behind, line.result());
        }
    }

    /** The last of the basic plane, the first beyond it, which is a letter, and one there that is none. */
    @Test
    void text_atTheEdgeOfThePlanes_isEscapedByItsOwnForm() {
        assertEquals("\\uffff", Escaped.text("\uffff"));
        assertEquals("\\u{1ffff}", Escaped.text(Character.toString(0x1ffff)));
        assertEquals(Character.toString(0x10000), Escaped.text(Character.toString(0x10000)));
    }
}
