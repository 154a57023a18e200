package org.sealgate.engine.log;

import java.util.Optional;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TreeHead;

/** Reads the checkpoint file that start finds. It is not forced, so that a power cut may have torn it. */
final class SeenCheckpoint {
    private SeenCheckpoint() {}

    /** Empty where it is none: then it was torn, and what it said nobody can have read. */
    static Optional<TreeHead> of(Bytes file) {
        try {
            return Optional.of(
                    Checkpoint.parse(SignedNote.parse(file.toArray()).text()).head());
        } catch (LogProofException e) {
            return Optional.empty();
        }
    }
}
