package org.sealgate.engine.release;

import java.util.List;

/** What became of a policy folder. */
public sealed interface BuildOutcome {
    /** Everything that a release needs, not signed yet. */
    record Built(PolicyArtifacts artifacts) implements BuildOutcome {}

    /** Everything that is wrong, sorted by file and line; never empty. */
    record Refused(List<Problem> problems) implements BuildOutcome {
        public Refused {
            problems = problems.stream().sorted().distinct().toList();
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("problems are empty");
            }
        }
    }
}
