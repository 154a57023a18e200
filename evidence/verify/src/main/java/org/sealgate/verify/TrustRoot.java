package org.sealgate.verify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealgate.bundle.DsseEnvelope;

/**
 * Whom an auditor trusts, for what and when: a verified {@code trust-root.json}.
 *
 * @param envelope as it was given, for the state folder and for checking its successor
 * @param keys by keyid
 */
record TrustRoot(
        DsseEnvelope envelope,
        long version,
        Instant issuedAt,
        Instant expires,
        List<Issuer> issuers,
        Map<KeyRole, Threshold> thresholds,
        Map<String, TrustedKey> keys,
        Set<String> predicateTypes) {
    TrustRoot {
        issuers = List.copyOf(issuers);
        thresholds = Map.copyOf(thresholds);
        keys = Map.copyOf(keys);
        predicateTypes = Set.copyOf(predicateTypes);
    }

    /** Who may speak for an issuer, and what its evidence must carry besides signatures. */
    record Issuer(String issuer, String controller, Set<Proof> required) {
        Issuer {
            required = Set.copyOf(required);
        }
    }

    /** What a trust root may require of an issuer's bundles. */
    enum Proof {
        LOG,
        WITNESS,
        TIME,
        VSA,
        SIGSTORE
    }

    /** How many controllers must sign, each with every one of these algorithms. */
    record Threshold(int controllers, List<String> algorithms) {
        Threshold {
            algorithms = List.copyOf(algorithms);
        }
    }

    /** What is asked of a role; none for a role that the trust root does not name, which then nobody can fill. */
    Optional<Threshold> threshold(KeyRole role) {
        return Optional.ofNullable(thresholds.get(role));
    }
}
