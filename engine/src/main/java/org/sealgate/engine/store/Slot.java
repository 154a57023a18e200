package org.sealgate.engine.store;

import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Digest;

/**
 * A place in a stream.
 *
 * @param number from 1, without gaps
 * @param previous digest of the predecessor's pre-authentication encoding; null for number 1
 */
public record Slot(long number, @Nullable Digest previous) {
    public Slot {
        if (number < 1 || (number == 1) != (previous == null)) {
            throw new IllegalArgumentException("Slot: number 1 and only that has no predecessor");
        }
    }
}
