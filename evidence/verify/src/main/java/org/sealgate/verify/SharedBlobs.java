package org.sealgate.verify;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Digest;

/**
 * Files that many bundles hold alike (policy, schemas, guide), kept with their verified digest: comparing the bytes with these is
 * several times faster than hashing them again, and as good.
 */
final class SharedBlobs {
    /** Several releases with their sources fit; a run over strangers' bundles does not grow without bound. */
    private static final long MOST_BYTES = 32L << 20;

    private final Map<Digest, byte[]> known = new ConcurrentHashMap<>();
    private final AtomicLong held = new AtomicLong();

    /** Whether the digest of these bytes is this one. */
    boolean isDigestOf(Digest digest, byte[] bytes) {
        byte @Nullable [] before = known.get(digest);
        if (before != null && Arrays.equals(before, bytes)) {
            return true;
        }
        boolean same = Digest.sha256(bytes).equals(digest);
        if (same && held.addAndGet(bytes.length) <= MOST_BYTES) {
            known.putIfAbsent(digest, bytes);
        }
        return same;
    }
}
