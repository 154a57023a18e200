package org.sealgate.verify;

import java.util.List;
import java.util.Objects;

/**
 * What one step came to. Only {@link Pass} is a pass; the reader of a report never has to guess whether something was
 * looked at.
 */
public sealed interface CheckResult {
    /** Everything that the step asks holds; {@code detail} says in a few words what was found. */
    record Pass(String detail) implements CheckResult {
        public Pass {
            Objects.requireNonNull(detail, "detail");
        }
    }

    /** At least one thing is wrong. */
    record Fail(List<Finding> findings) implements CheckResult {
        public Fail {
            findings = List.copyOf(findings);
            if (findings.isEmpty()) {
                throw new IllegalArgumentException("findings: a failure names at least one");
            }
        }
    }

    /** The step did not run, and why. */
    record NotChecked(Because because, String reason) implements CheckResult {
        public NotChecked {
            Objects.requireNonNull(because, "because");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** The record has nothing that this step could look at: a malformed proposal was never evaluated. */
    record NotApplicable(String reason) implements CheckResult {
        public NotApplicable {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Why a step did not run; the reasons weigh differently. */
    enum Because {
        /** The trust root does not ask for it. It is said, and does not stand in the way. */
        NOT_REQUIRED,
        /** A step that it rests on failed. */
        EARLIER_FAILURE,
        /** This verifier is too old, or the evidence no longer holds what it would take: the verdict stays open. */
        UNKNOWN
    }
}
