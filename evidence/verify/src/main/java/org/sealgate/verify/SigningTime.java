package org.sealgate.verify;

import java.time.Instant;
import java.util.Optional;

/** At which instant the keys of a statement must have been good. */
sealed interface SigningTime {
    /** Somebody else has seen the signature by then: what happened to the key later is of no account. */
    record Proven(Instant time) implements SigningTime {}

    /** Only the signer's own clock says when: the key must have been good then, and must still be at the time of judgement. */
    record Claimed(Instant decidedAt, Instant at) implements SigningTime {}

    static SigningTime of(Optional<Instant> proven, Instant decidedAt, Instant at) {
        return proven.<SigningTime>map(Proven::new).orElseGet(() -> new Claimed(decidedAt, at));
    }

    /** The question in words, for the line of the step. */
    default String asked() {
        return switch (this) {
            case Proven proven -> "valid and not revoked at the proven time " + proven.time();
            case Claimed claimed -> "valid and not revoked at decidedAt and at the time of judgement";
        };
    }
}
