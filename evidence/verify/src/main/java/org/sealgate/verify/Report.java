package org.sealgate.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that one replay found, in the order of the steps.
 *
 * <p>{@code trustRoot} is the first line of any report: whose keys were used. {@code facts} is what the verified payload
 * says about itself, and is empty unless the signatures held: nothing unsigned is ever shown as a fact. {@code notes}
 * are remarks that belong to a step and change nothing.
 */
public record Report(
        String bundle, TrustRootLine trustRoot, List<Line> lines, List<Finding> warnings, Optional<Facts> facts) {
    public Report {
        Objects.requireNonNull(bundle, "bundle");
        Objects.requireNonNull(trustRoot, "trustRoot");
        lines = List.copyOf(lines);
        warnings = List.copyOf(warnings);
        Objects.requireNonNull(facts, "facts");
    }

    /** Digest ({@code sha256:…} over the file), version and the time of judgement; version 0 where it was unreadable. */
    public record TrustRootLine(String digest, long version, String judgedAt) {}

    /** One step, what it came to, and remarks such as "the sensors' words that only the engine could see". */
    public record Line(Step step, CheckResult result, List<String> notes) {
        public Line {
            notes = List.copyOf(notes);
        }
    }

    /** What the signed statement says about itself. */
    public record Facts(
            String decisionId, String kind, String outcome, String decidedAt, String subject, Place place) {}

    /**
     * Where the statement stands in its stream.
     *
     * @param issuer whose stream it is
     * @param previous digest of the predecessor, {@code sha256:…}; empty for number 1
     * @param digest of this statement in the same form: SHA-256 of its pre-authentication encoding
     */
    public record Place(String issuer, String stream, long number, Optional<String> previous, String digest) {}

    /** All reasons to refuse, in the order of the steps; warnings are apart. */
    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        for (Line line : lines) {
            if (line.result() instanceof CheckResult.Fail fail) {
                all.addAll(fail.findings());
            }
        }
        return List.copyOf(all);
    }
}
