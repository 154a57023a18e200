package org.sealgate.verify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x509.Certificate;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Digest;

/**
 * Whose time a trust root takes: its authorities, each with its certificate, its policy and its window, as long as no key on the way to it
 * is one of the trust root's for something else. Remembers, for a run over many bundles, which certificates lead to an authority and which
 * token is over a checkpoint that many bundles have; what is remembered is found by a digest of all that it follows from.
 */
final class TimeStamps {
    /** Of strangers' tokens and certificates no more than this is kept. */
    private static final int MOST = 256;

    private final List<TrustRoot.TimeAuthority> authorities;
    private final Map<String, TrustedKey> keys;
    private final Map<Asked, Stamp> shared = new ConcurrentHashMap<>();
    private final Map<Digest, TimeSigner> signers = new ConcurrentHashMap<>();

    /** @param keys of the trust root, by keyid: none of them may sign a time as well */
    TimeStamps(List<TrustRoot.TimeAuthority> authorities, Map<String, TrustedKey> keys) {
        this.authorities = List.copyOf(authorities);
        this.keys = Map.copyOf(keys);
    }

    /** Nobody's time where there is no trust root. */
    static TimeStamps of(Optional<TrustRoot> root) {
        return new TimeStamps(
                root.map(TrustRoot::timeAuthorities).orElse(List.of()),
                root.map(TrustRoot::keys).orElse(Map.of()));
    }

    /**
     * A token that holds.
     *
     * @param time what the authority's clock said
     * @param earliest the same, less what that clock may be off by
     * @param latest the same and that: by then the bytes existed
     */
    record Stamp(Instant time, Instant earliest, Instant latest, TrustRoot.TimeAuthority authority) {}

    private record Asked(Digest token, Digest data) {}

    /** As {@link #require}, for a token that other bundles have as well. */
    Stamp requireShared(byte[] der, byte[] data) throws TokenRefusedException {
        Asked asked = new Asked(Digest.sha256(der), Digest.sha256(data));
        @Nullable Stamp known = shared.get(asked);
        if (known != null) {
            return known;
        }
        Stamp stamp = require(der, data);
        if (shared.size() < MOST) {
            shared.put(asked, stamp);
        }
        return stamp;
    }

    /** Returns where the token is over these bytes and of an authority that counts at its time. */
    Stamp require(byte[] der, byte[] data) throws TokenRefusedException {
        if (der.length > TimeToken.MOST_BYTES) {
            throw new TokenRefusedException("at most " + TimeToken.MOST_BYTES + " bytes", der.length + " bytes");
        }
        TimeToken token = TimeToken.read(der);
        token.requireOver(data);
        Instant time = token.time();
        return new Stamp(time, time.minus(token.accuracy()), time.plus(token.accuracy()), authority(token, time));
    }

    /** The first that the token can be of; where it can be of none, what the last one under its policy says. */
    private TrustRoot.TimeAuthority authority(TimeToken token, Instant time) throws TokenRefusedException {
        String policy = token.info().getPolicy().getId();
        TokenRefusedException reason = new TokenRefusedException("a policy that the trust root names", policy);
        for (TrustRoot.TimeAuthority authority : authorities) {
            if (!authority.policy().equals(policy)) {
                continue;
            }
            try {
                signer(token, authority.certificate().toArray()).requireSigned(token, time);
                requireWithin(authority, time);
                return authority;
            } catch (TokenRefusedException refused) {
                reason = refused;
            }
        }
        throw reason;
    }

    private TimeSigner signer(TimeToken token, byte[] trusted) throws TokenRefusedException {
        Digest claimed = token.claimedSigner(trusted);
        @Nullable TimeSigner known = signers.get(claimed);
        if (known != null) {
            return known;
        }
        TimeSigner signer = TimePath.signer(token, trusted);
        requireSole(token);
        if (signers.size() < MOST) {
            signers.put(claimed, signer);
        }
        return signer;
    }

    /**
     * {@link SoleRoles} has asked it of the trust root's own certificate. Those that lead there come with the token, and all that come lead
     * there.
     */
    private void requireSole(TimeToken token) throws TokenRefusedException {
        for (Certificate certificate : token.certificates()) {
            @Nullable TrustedKey key = keys.get(SoleRoles.keyid(certificate.getSubjectPublicKeyInfo()));
            if (key != null) {
                throw new TokenRefusedException(
                        Code.KEY_ROLE,
                        "one role a key",
                        "a certificate of a key for " + key.role().id());
            }
        }
    }

    private static void requireWithin(TrustRoot.TimeAuthority authority, Instant time) throws TokenRefusedException {
        if (time.isBefore(authority.validFrom()) || !time.isBefore(authority.validUntil())) {
            throw new TokenRefusedException(
                    "a time from " + authority.validFrom() + " to " + authority.validUntil(), time.toString());
        }
    }
}
