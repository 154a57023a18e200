package org.sealgate.engine.fsck;

import java.util.List;

/**
 * What a look at a store has found.
 *
 * @param decisions read whole
 * @param entries of the log, as the journal has them
 * @param objects whose bytes were hashed
 * @param faults none where all is well
 */
public record Report(long decisions, long entries, long objects, List<Fault> faults) {
    public Report {
        faults = List.copyOf(faults);
    }
}
