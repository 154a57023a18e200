package org.sealgate.verify;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an auditor's trust comes from: never from the bundle.
 *
 * @param file {@code trust-root.json}, obtained out of band
 * @param digest pins it: {@code sha256:…} of the file
 * @param state a folder that remembers the newest trust root seen, against an old one shown again
 */
public record TrustSource(Path file, Optional<String> digest, Optional<Path> state) {
    public TrustSource {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(state, "state");
    }

    /** A file, neither pinned nor remembered. */
    public static TrustSource of(Path file) {
        return new TrustSource(file, Optional.empty(), Optional.empty());
    }
}
