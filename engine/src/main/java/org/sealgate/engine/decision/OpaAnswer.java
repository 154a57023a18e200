package org.sealgate.engine.decision;

import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;

/** What came of asking OPA once. */
public sealed interface OpaAnswer {
    /**
     * A result that meets every condition but agreement.
     *
     * @param canonicalResult the decision result, RFC 8785
     * @param decisionId OPA's own id, absent while its decision log is off, as the sidecar here runs it
     */
    record Answered(Bytes canonicalResult, @Nullable String decisionId, String revision, String version)
            implements OpaAnswer {}

    /** @param detail one sentence without anything that the peer sent */
    record Failed(Cause cause, String detail) implements OpaAnswer {}
}
