package org.sealgate.engine.decision;

import java.time.Duration;
import org.sealgate.policy.PolicyAnswer;

/** The compiled policy as the comparison sees it: {@code CompiledPolicy::evaluate}, or a hostile one in tests. */
@FunctionalInterface
public interface PolicyEvaluator {
    PolicyAnswer evaluate(String entrypoint, byte[] canonicalInput, Duration atMost);
}
