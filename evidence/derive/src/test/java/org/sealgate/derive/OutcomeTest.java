package org.sealgate.derive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** S002-21 to S002-25, S002-30, S002-31: what an allow needs, one thing taken away at a time. */
class OutcomeTest {
    /** Where to change (input or result), what, into what, and the codes that must be found. */
    record Row(String where, String from, String to, String... codes) {}

    static List<Row> refused() {
        return List.of(
                new Row(
                        "result",
                        "\"checks\":[{\"name\":\"authority_present\",\"result\":\"pass\"},",
                        "\"checks\":[",
                        "CHECKS_INCOMPLETE"),
                new Row(
                        "result",
                        "\"authority_present\",\"result\":\"pass\"",
                        "\"authority_present\",\"result\":\"fail\"",
                        "CHECKS_INCOMPLETE"),
                new Row(
                        "result",
                        "\"authority_present\",\"result\":\"pass\"",
                        "\"authority_present\",\"result\":\"not_applicable\"",
                        "CHECKS_INCOMPLETE"),
                new Row(
                        "result",
                        "\"evidence_threshold_met\",\"result\":\"pass\"",
                        "\"evidence_threshold_met\",\"result\":\"fail\"",
                        "CHECKS_INCOMPLETE"),
                new Row(
                        "result",
                        "\"name\":\"evidence_threshold_met\"",
                        "\"name\":\"authority_present\"",
                        "CHECKS_INCOMPLETE"),
                new Row("result", "{\"name\":\"inputs_hashed\",\"result\":\"pass\"},", "", "GATE_SET"),
                new Row(
                        "result",
                        "{\"name\":\"inputs_hashed\",\"result\":\"pass\"},",
                        "{\"name\":\"inputs_hashed\",\"result\":\"pass\"},{\"name\":\"more\",\"result\":\"pass\"},",
                        "GATE_SET"),
                new Row(
                        "result",
                        "\"inputs_hashed\",\"result\":\"pass\"",
                        "\"inputs_hashed\",\"result\":\"skip\"",
                        "GATE_NOT_PASS"),
                new Row(
                        "result",
                        "\"inputs_hashed\",\"result\":\"pass\"",
                        "\"inputs_hashed\",\"result\":\"fail\"",
                        "GATE_NOT_PASS"),
                new Row("result", "\"available\":true", "\"available\":false", "REFUSAL_UNAVAILABLE"),
                new Row("result", "\"triggered\":false", "\"triggered\":true", "REFUSAL_TRIGGERED"),
                new Row(
                        "result",
                        "\"violations\":[]",
                        "\"violations\":[{\"code\":\"X\",\"pointer\":\"/a\",\"severity\":\"block\"}]",
                        "OUTCOME_MISMATCH"),
                new Row("result", "\"source\":\"board\"", "\"source\":\"self\"", "AUTHORITY_NOT_GRANTED"),
                new Row(
                        "result",
                        "\"authority\":" + Samples.GRANT.strip(),
                        "\"authority\":null",
                        "AUTHORITY_NOT_GRANTED"),
                new Row("input", "\"role\":\"publisher\"", "\"role\":\"other\"", "AUTHORITY_NOT_GRANTED"),
                new Row("input", "\"kind\":\"sealed-run\"", "\"kind\":\"llm-run-snapshot\"", "AUTHORITY_NOT_GRANTED"),
                new Row("input", "\"scope\":\"DEC-001\"", "\"scope\":\"DEC-002\"", "AUTHORITY_NOT_GRANTED"),
                new Row("input", "\"scope\":\"DEC-001\"", "\"scope\":null", "AUTHORITY_NOT_GRANTED"),
                new Row("input", "\"decision_id\":\"DEC-001\"", "\"decision_id\":\"DEC-002\"", "AUTHORITY_NOT_GRANTED"),
                new Row(
                        "input",
                        "\"scope_bound\":{\"decisions\":[\"DEC-001\"]",
                        "\"scope_bound\":{\"decisions\":[]",
                        "AUTHORITY_NOT_GRANTED"),
                new Row("input", "\"prompts\":[\"p1\"]", "\"prompts\":[\"p1\",\"p2\"]", "AUTHORITY_NOT_GRANTED"),
                new Row("input", "2026-02-15T18:30:00.131Z", "2025-12-31T23:59:59.999Z", "AUTHORITY_WINDOW"),
                new Row("input", "2026-02-15T18:30:00.131Z", "2027-01-01T00:00:00.000Z", "AUTHORITY_WINDOW"),
                new Row("input", "\"findings\":[]", "\"findings\":[{\"type\":\"email\"}]", "OUTCOME_MISMATCH"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void allow_oneThingMissing_isContradictedByItsCode(Row row) {
        String input = change(row, "input", Samples.INPUT);
        String result = change(row, "result", Samples.RESULT);
        Outcome outcome =
                Outcome.of(Samples.read(input), Samples.read(result), Samples.RULES, Samples.read(Samples.DATA));
        Outcome.Contradicted contradicted = assertInstanceOf(Outcome.Contradicted.class, outcome);
        Set<String> codes = new TreeSet<>();
        contradicted.shortfalls().forEach(s -> codes.add(s.code()));
        assertEquals(Set.of(row.codes()), codes);
    }

    private static String change(Row row, String where, String text) {
        if (!row.where().equals(where)) {
            return text;
        }
        String changed = text.replace(row.from(), row.to());
        assertNotEquals(text, changed, "the row changes nothing");
        return changed;
    }

    @Test
    void allow_nothingMissing_isAllow() {
        assertInstanceOf(Outcome.Allow.class, of(Samples.RESULT));
    }

    @Test
    void allow_warnCheckFailedWithItsWarning_isAllow() {
        String result = Samples.RESULT
                .replace(
                        "\"evidence_threshold_met\",\"result\":\"pass\"",
                        "\"evidence_threshold_met\",\"result\":\"fail\"")
                .replace(
                        "\"violations\":[]",
                        "\"violations\":[{\"code\":\"W\",\"pointer\":\"/a\",\"severity\":\"warn\"}]");
        assertInstanceOf(Outcome.Allow.class, of(result));
    }

    @Test
    void noChecks_allow_isChecksEmpty() {
        String result = Samples.RESULT.replaceAll("(?s)\"checks\":\\[.*?\\]", "\"checks\":[]");
        Outcome.Contradicted outcome = assertInstanceOf(Outcome.Contradicted.class, of(result));
        assertEquals("CHECKS_EMPTY", outcome.shortfalls().getFirst().code());
    }

    @Test
    void deny_anything_isDeny() {
        assertInstanceOf(Outcome.Deny.class, of(Samples.RESULT.replace("\"allow\"", "\"deny\"")));
    }

    private static Outcome of(String result) {
        return Outcome.of(Samples.read(Samples.INPUT), Samples.read(result), Samples.RULES, Samples.read(Samples.DATA));
    }
}
