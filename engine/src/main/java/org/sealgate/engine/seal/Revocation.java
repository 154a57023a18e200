package org.sealgate.engine.seal;

import java.time.Instant;
import java.util.Objects;

/**
 * When and why a key is taken back.
 *
 * @param at what it signs from then on is not good
 */
public record Revocation(Instant at, Reason reason) {
    public Revocation {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(reason, "reason");
    }

    /** Why. */
    public enum Reason {
        /** Another took its place: what it signed until then is as good as ever. */
        SUPERSEDED,
        /** Somebody else may have it: what it signed is good only where a proven time says that it was earlier. */
        COMPROMISED
    }
}
