package org.sealgate.engine.store;

import java.util.List;

/**
 * A stretch of a list in the order of commitment.
 *
 * @param next cursor for the records behind these; unchanged when there are none yet
 */
public record Page(List<StoredRecord> records, long next) {
    public Page {
        records = List.copyOf(records);
    }
}
