package org.sealgate.verify;

import java.time.Instant;
import java.util.Optional;
import org.sealgate.bundle.Bytes;

/**
 * A key of the trust root.
 *
 * @param keyid SHA-256 of its SPKI in hex, checked
 * @param algorithm as the trust root names it
 * @param spki the key in DER, which the log's entries carry
 * @param key verifies
 * @param controller who holds it; thresholds count controllers
 * @param role the one thing that it may sign
 * @param validFrom from here on, inclusive
 * @param validUntil until here, exclusive
 * @param revoked when and why it was taken back
 */
record TrustedKey(
        String keyid,
        String algorithm,
        Bytes spki,
        EvidenceKey key,
        String controller,
        KeyRole role,
        Instant validFrom,
        Instant validUntil,
        Optional<Revocation> revoked) {
    /** {@code superseded}: was good until then. {@code compromised}: nothing says when it stopped being good. */
    record Revocation(Instant at, boolean compromised) {}
}
