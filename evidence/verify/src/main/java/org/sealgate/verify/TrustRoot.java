package org.sealgate.verify;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.LogPolicy;

/**
 * Whom an auditor trusts, for what and when: a verified {@code trust-root.json}.
 *
 * @param envelope as it was given, for the state folder and for checking its successor
 * @param keys by keyid
 * @param logPolicy logs, witnesses and quorum; none of them where no log is known
 * @param timeAuthorities whose time tokens prove a time
 */
record TrustRoot(
        DsseEnvelope envelope,
        long version,
        Instant issuedAt,
        Instant expires,
        List<Issuer> issuers,
        Map<KeyRole, Threshold> thresholds,
        Map<String, TrustedKey> keys,
        Set<String> predicateTypes,
        LogPolicy logPolicy,
        List<TimeAuthority> timeAuthorities) {
    TrustRoot {
        timeAuthorities = List.copyOf(timeAuthorities);
        issuers = List.copyOf(issuers);
        thresholds = Map.copyOf(thresholds);
        keys = Map.copyOf(keys);
        predicateTypes = Set.copyOf(predicateTypes);
    }

    /**
     * Who may speak for an issuer, and what its evidence must carry besides signatures.
     *
     * @param origin the log that its entries are in, by the name of the log's key
     */
    record Issuer(String issuer, String controller, Optional<String> origin, Set<Proof> required) {
        Issuer {
            required = Set.copyOf(required);
        }
    }

    /**
     * A time stamping authority.
     *
     * @param certificate DER: a root that its certificate leads to, or its own where it signed that itself
     * @param policy OID that its tokens must carry
     * @param operator whether it is the gate's own operator, whose time is then no more than the operator's word
     * @param validFrom tokens count from here on, inclusive
     * @param validUntil until here, exclusive
     */
    record TimeAuthority(
            String controller,
            Bytes certificate,
            String policy,
            boolean operator,
            Instant validFrom,
            Instant validUntil) {}

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

    /** What the bundles of an issuer must carry. */
    Set<Proof> required(String issuer) {
        Set<Proof> proofs = EnumSet.noneOf(Proof.class);
        issuers.stream().filter(row -> row.issuer().equals(issuer)).forEach(row -> proofs.addAll(row.required()));
        return proofs;
    }

    /** What is asked of a role; none for a role that the trust root does not name, which then nobody can fill. */
    Optional<Threshold> threshold(KeyRole role) {
        return Optional.ofNullable(thresholds.get(role));
    }
}
