package org.sealgate.engine.store;

import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Kind;

/**
 * What the indexes keep of a record, and where it is.
 *
 * @param isFileMissing whether start found its named file missing, or of another length
 */
record Entry(
        long location,
        String decisionId,
        String caller,
        Kind kind,
        @Nullable String runId,
        @Nullable String fileName,
        boolean isFileMissing,
        String stream,
        long number,
        Digest pae,
        @Nullable String idempotencyKey) {

    static Entry of(DecisionRecord record, long location) {
        return new Entry(
                location,
                record.decisionId(),
                record.caller(),
                record.kind(),
                record.runId(),
                record.fileName(),
                false,
                record.stream(),
                record.number(),
                record.pae(),
                record.idempotencyKey());
    }
}
