package org.sealgate.verify;

import java.util.List;
import java.util.Optional;

/**
 * A trust root read as an auditor will read it, for whoever publishes one.
 *
 * <p>Promise: what has no finding here is taken by a verifier that remembers {@code before}, until it expires. Whether it is the right
 * one is for its signers to know.
 *
 * <pre>{@code
 * List<Finding> against = TrustRootPublication.findings(next, Optional.of(current));
 * }</pre>
 *
 * <p>Source: evidence-format.md section 6.
 */
public final class TrustRootPublication {
    private TrustRootPublication() {}

    /**
     * What stands against a trust root; empty where nothing does.
     *
     * @param file {@code trust-root.json}
     * @param before the version that it follows
     */
    public static List<Finding> findings(byte[] file, Optional<byte[]> before) {
        Problems problems = new Problems();
        Optional<TrustRoot> root = TrustRootReader.read(file, problems);
        if (root.isPresent() && before.isPresent()) {
            TrustRootReader.read(before.get(), problems)
                    .ifPresent(older -> TrustRootSuccession.require(older, root.get(), problems));
        }
        return problems.findings();
    }
}
