package org.sealgate.engine.store;

import org.sealgate.bundle.Digest;

/** What is sealed, numbered in a stream, and kept in the journal: each is a leaf of the log. */
public sealed interface Journalled permits DecisionRecord, StatementRecord {
    /** The stream that it is numbered in. */
    String stream();

    long number();

    /** Digest of the statement's pre-authentication encoding. */
    Digest pae();
}
