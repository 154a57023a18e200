package org.sealgate.engine;

import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.engine.store.DecisionRecord;

/** Names under which the journal keeps the parts of a record. What follows from these is made again when a bundle is. */
final class Parts {
    /** The statement: the DSSE payload, raw. */
    static final String STATEMENT = "statement";

    /** The envelope's signatures, rfc8785 of {@code [{"keyid","sig"}]}. */
    static final String SIGNATURES = "signatures";

    /** The request's bytes; absent where something was withheld or nothing could be read. */
    static final String PROPOSAL = "proposal.json";

    static final String INPUT = "input.json";
    static final String RESULT = "result.json";

    /** The emitted document, where it is not the proposal itself. */
    static final String SUBJECT = "subject";

    private Parts() {}

    /** The signatures of a record, which every one has. */
    static Bytes signatures(DecisionRecord record) {
        @Nullable Bytes signatures = record.parts().get(SIGNATURES);
        if (signatures == null) {
            throw new IllegalStateException(record.decisionId() + " has no part " + SIGNATURES);
        }
        return signatures;
    }
}
