package org.sealgate.engine.store;

import java.util.List;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;

/**
 * What start finds of a batch with records.
 *
 * @param records in order
 * @param kept what the log keeps of them
 */
record Batch(List<Found> records, Bytes kept) {
    Batch {
        records = List.copyOf(records);
    }

    /** A record and where it is. */
    sealed interface Found {
        record Decision(Entry entry) implements Found {}

        record Statement(long location, String stream, long number, Digest pae) implements Found {}
    }
}
