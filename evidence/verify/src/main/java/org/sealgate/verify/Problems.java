package org.sealgate.verify;

import java.util.ArrayList;
import java.util.List;
import org.sealgate.bundle.ContainerException;
import org.sealgate.bundle.EnvelopeException;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.RefusalCode;

/** What one step finds wrong, gathered to the end of the step: whoever mends evidence wants to hear everything at once. */
final class Problems {
    /** A hostile file may have a million things wrong with it; nobody reads more than these. The first of a code is never left out. */
    private static final int MOST = 100;

    private final List<Finding> findings = new ArrayList<>();

    void add(Code code, String pointer, String expected, String actual) {
        if (findings.size() < MOST || findings.stream().noneMatch(finding -> finding.code() == code)) {
            findings.add(new Finding(code, pointer, expected, actual));
        }
    }

    void addAll(List<Finding> more) {
        more.forEach(each -> add(each.code(), each.pointer(), each.expected(), each.actual()));
    }

    /** Adds a finding where the two differ. */
    void requireEqual(Code code, String pointer, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            add(code, pointer, expected.toString(), actual.toString());
        }
    }

    void add(String file, JsonException refused) {
        add(
                codeOf(refused.code(), Code.STATEMENT_SCHEMA),
                file + "#" + refused.pointer(),
                "strict JSON",
                because(refused));
    }

    void add(String file, EnvelopeException refused) {
        add(
                codeOf(refused.code(), Code.ENVELOPE_SYNTAX),
                file + "#" + refused.pointer(),
                "a DSSE envelope",
                because(refused));
    }

    void add(ContainerException refused) {
        add(codeOf(refused.code(), Code.BUNDLE_CONTAINER), "", "a bundle", because(refused));
    }

    void add(String pointer, String expected, LogProofException refused) {
        add(codeOf(refused.code(), Code.STATEMENT_SCHEMA), pointer, expected, because(refused));
    }

    boolean isEmpty() {
        return findings.isEmpty();
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** A pass with this detail, or the failure. */
    CheckResult result(String detail) {
        return findings.isEmpty() ? new CheckResult.Pass(detail) : new CheckResult.Fail(findings);
    }

    /** The verifier's code of the same name; limits and shapes have no name of their own in the protocol. */
    static Code codeOf(RefusalCode refusal, Code shape) {
        return switch (refusal.name()) {
            case "JSON_LIMIT" -> Code.BUNDLE_LIMIT;
            case "JSON_SHAPE", "LOG_POLICY" -> shape;
            case "LOG_CONSISTENCY" -> Code.LOG_FORK;
            case "LOG_TILE" -> Code.LOG_INCLUSION;
            default -> Code.valueOf(refusal.name());
        };
    }

    private static String because(RuntimeException refused) {
        String message = refused.getMessage();
        return message == null ? "refused" : message;
    }
}
