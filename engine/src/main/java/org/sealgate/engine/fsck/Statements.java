package org.sealgate.engine.fsck;

import org.sealgate.bundle.Bytes;
import org.sealgate.engine.store.DecisionRecord;

/** Where a record keeps its statement. */
final class Statements {
    private static final String PART = "statement";

    private Statements() {}

    static Bytes of(DecisionRecord record) {
        return record.parts().getOrDefault(PART, Bytes.copyOf(new byte[0]));
    }
}
