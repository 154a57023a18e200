package org.sealgate.engine.cli;

/** What a verb prints. */
enum Output {
    /** Lines for people. */
    TEXT,
    /** One JSON document. */
    JSON
}
