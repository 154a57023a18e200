package org.sealgate.verify;

import java.time.Instant;

/** Whose time a trust root takes: its authorities, each with its certificate, its policy and its window. */
record TimeStamps(TrustRoot root) {
    /**
     * A token that holds.
     *
     * @param time what the authority's clock said
     * @param earliest the same, less what that clock may be off by
     * @param latest the same and that: by then the bytes existed
     */
    record Stamp(Instant time, Instant earliest, Instant latest, TrustRoot.TimeAuthority authority) {}

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
        for (TrustRoot.TimeAuthority authority : root.timeAuthorities()) {
            if (!authority.policy().equals(policy)) {
                continue;
            }
            try {
                TimeSigner.require(token, authority.certificate().toArray());
                requireWithin(authority, time);
                return authority;
            } catch (TokenRefusedException refused) {
                reason = refused;
            }
        }
        throw reason;
    }

    private static void requireWithin(TrustRoot.TimeAuthority authority, Instant time) throws TokenRefusedException {
        if (time.isBefore(authority.validFrom()) || !time.isBefore(authority.validUntil())) {
            throw new TokenRefusedException(
                    "a time from " + authority.validFrom() + " to " + authority.validUntil(), time.toString());
        }
    }
}
