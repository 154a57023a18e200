package org.sealgate.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Part;

/**
 * Files that many bundles hold alike (policy, schemas, guide), kept with their verified digest: comparing the bytes with these is
 * several times faster than hashing them again, and as good.
 */
final class SharedBlobs {
    /** Several releases with their sources fit; a run over strangers' bundles does not grow without bound. */
    private static final long MOST_BYTES = 32L << 20;

    /** Of sources; a stranger may put thousands of empty ones into a bundle. */
    private static final int MOST_NAMES = 256;

    /** Bytes of one. */
    private static final int MOST_SOURCE = 64 << 10;

    private static final int PIECE = 16 << 10;

    private final Map<Digest, byte[]> known = new ConcurrentHashMap<>();
    private final Map<String, Blob> last = new ConcurrentHashMap<>();
    private final AtomicLong held = new AtomicLong();

    /**
     * Bytes and their digest.
     *
     * @param content shared, and only read
     */
    private record Blob(byte[] content, Digest digest) {}

    /**
     * The content of a part, if its digest is this one; the array is shared and only read.
     *
     * @throws org.sealgate.bundle.ContainerException where the part is larger than {@code most} bytes
     */
    Optional<byte[]> verified(Digest digest, Part part, int most) {
        byte @Nullable [] before = known.get(digest);
        if (before != null && isSame(before, part)) {
            return Optional.of(before);
        }
        byte[] content = part.bytes(most);
        if (!Digest.sha256(content).equals(digest)) {
            return Optional.empty();
        }
        if (held.addAndGet(content.length) <= MOST_BYTES) {
            known.putIfAbsent(digest, content);
        }
        return Optional.of(content);
    }

    /** The digest of a part that nobody has named yet. Of a stranger's many or large ones nothing is kept. */
    Digest digest(Part part) {
        @Nullable Blob before = last.get(part.name());
        if (before != null && isSame(before.content(), part)) {
            return before.digest();
        }
        if (part.size() > MOST_SOURCE || last.size() >= MOST_NAMES) {
            return part.digest();
        }
        byte[] content = part.bytes(MOST_SOURCE);
        Blob blob = new Blob(content, Digest.sha256(content));
        last.putIfAbsent(part.name(), blob);
        return blob.digest();
    }

    /** In pieces that stay in the processor's cache: a copy of the whole would cost more than the comparison. */
    private static boolean isSame(byte[] before, Part part) {
        if (before.length != part.size()) {
            return false;
        }
        byte[] piece = new byte[Math.min(PIECE, before.length)];
        try (InputStream in = part.open()) {
            int at = 0;
            while (at < before.length) {
                int read = in.read(piece);
                if (read < 0 || !Arrays.equals(piece, 0, read, before, at, at + read)) {
                    return false;
                }
                at += read;
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
