package org.sealgate.engine.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What readiness, metrics and doctor show.
 *
 * @param failure why the store does not take decisions now; null when it does
 * @param decisions records in the journal
 * @param batches forces that held since start, and {@code failedBatches} those that did not
 * @param journalBytes forced length of all segments
 * @param waiting tickets that are numbered and not settled
 * @param missingFiles named files that could not be made yet
 * @param foreignFiles named files whose content is not what was sealed; they are never overwritten
 */
public record StoreHealth(
        @Nullable String failure,
        long decisions,
        long batches,
        long failedBatches,
        long journalBytes,
        int waiting,
        List<String> missingFiles,
        List<String> foreignFiles) {
    public StoreHealth {
        missingFiles = List.copyOf(missingFiles);
        foreignFiles = List.copyOf(foreignFiles);
    }
}
