package org.sealgate.engine.store;

import java.time.Instant;

/**
 * A decision that is on the disk.
 *
 * @param decision as it was committed
 * @param storedAt by the store's clock, when it was handed over
 * @param position its place among all that is journalled, from 0: the index of its leaf in the log
 */
public record StoredRecord(DecisionRecord decision, Instant storedAt, long position) {
    public StoredRecord {
        if (position < 0) {
            throw new IllegalArgumentException("StoredRecord: position");
        }
    }
}
