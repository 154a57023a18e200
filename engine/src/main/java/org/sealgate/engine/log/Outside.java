package org.sealgate.engine.log;

import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.LogPolicy;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.TimeSource;
import org.sealgate.bundle.Witness;

/**
 * Who is asked about checkpoints, and what evidence is refused without.
 *
 * @param witnesses who are asked, whether they are required or not
 * @param quorum of witnesses that the trust root requires; {@link LogPolicy#none} where it requires none
 * @param time where the trust root requires a time
 */
public record Outside(List<Witness> witnesses, LogPolicy quorum, Optional<TimeSource> time) {
    public Outside {
        witnesses = List.copyOf(witnesses);
    }

    /** Nobody is asked, and nothing required. */
    public static Outside nobody() {
        return new Outside(List.of(), LogPolicy.none(), Optional.empty());
    }

    /** Whether anybody is asked for anything: then anchors are made without being asked for. */
    boolean isAsked() {
        return time.isPresent() || !witnesses.isEmpty();
    }

    boolean hasQuorum(Anchor anchor) {
        try {
            quorum.requireQuorum(quorum.witnesses().stream()
                    .map(LogPolicy.WitnessLine::key)
                    .filter(anchor::isSignedBy)
                    .toList());
            return true;
        } catch (LogProofException tooFew) {
            return false;
        }
    }
}
