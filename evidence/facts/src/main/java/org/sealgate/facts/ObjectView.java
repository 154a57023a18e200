package org.sealgate.facts;

import java.util.Optional;
import org.sealgate.bundle.Digest;

/**
 * The bytes that somebody holds under a digest: the engine's store, or the objects of a bundle. Whoever implements it reads the bytes
 * and hashes them; the name they lie under proves nothing.
 */
public interface ObjectView {
    /** What the bytes under this name really are, or empty where there are none. */
    Optional<RehashedObject> rehash(Digest named);
}
