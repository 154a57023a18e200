package org.sealgate.engine;

import java.time.Instant;
import org.sealgate.bundle.Bytes;
import org.sealgate.engine.decision.Deadline;

/**
 * One request under way.
 *
 * @param requestMac keyed hash of the whole request: the same request is known again without keeping it
 * @param requestedAt when it arrived
 * @param deadline for everything up to the commit
 */
record Proceeding(GateRequest request, String decisionId, Bytes requestMac, Instant requestedAt, Deadline deadline) {}
