package org.sealgate.engine.store;

import java.time.Instant;

/** The record is forced, and what projects from it is visible. */
public record Committed(String decisionId, long position, Instant storedAt) {}
