package org.sealgate.engine.store;

import org.sealgate.bundle.Digest;

/** What an object's file hashes to now. Equal to its name, or it is damaged. */
public record HashedObject(Digest digest, long bytes) {}
