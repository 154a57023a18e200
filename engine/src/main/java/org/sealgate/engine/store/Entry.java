package org.sealgate.engine.store;

import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Kind;

/**
 * What the indexes keep of a record, and where it is.
 *
 * @param fileLength how long its named file has to be, -1 where it has none
 */
record Entry(
        long location,
        String decisionId,
        String caller,
        Kind kind,
        @Nullable String runId,
        @Nullable String fileName,
        long fileLength,
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
                record.fileName() == null ? -1 : record.fileContent().size(),
                record.stream(),
                record.number(),
                record.pae(),
                record.idempotencyKey());
    }
}
