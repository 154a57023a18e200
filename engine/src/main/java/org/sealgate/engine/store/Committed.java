package org.sealgate.engine.store;

import java.time.Instant;

/**
 * The record is forced, and what projects from it is visible.
 *
 * @param position its place among all that is journalled, from 0: the index of its leaf in the log
 */
public record Committed(long position, Instant storedAt) {}
