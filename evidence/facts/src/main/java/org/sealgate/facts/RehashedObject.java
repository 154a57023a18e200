package org.sealgate.facts;

import org.sealgate.bundle.Digest;

/**
 * An object that was read and hashed again.
 *
 * @param digest SHA-256 of its bytes, which need not be the one that was asked for
 * @param bytes how many
 */
public record RehashedObject(Digest digest, long bytes) {
    public RehashedObject {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes is negative: " + bytes);
        }
    }
}
