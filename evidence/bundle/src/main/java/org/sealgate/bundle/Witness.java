package org.sealgate.bundle;

import java.util.List;

/**
 * Somebody outside who keeps the sizes of our log that they have seen, and signs only what extends them (C2SP tlog-witness,
 * {@code add-checkpoint}).
 *
 * <p>Promise of every implementation: lines that come back were verified with the key that the installation trusts for this witness. It
 * may take as long as its deadline.
 *
 * <p>Example of what comes back: {@code — witness.example.org+w1 4Af5…=\n}
 */
public interface Witness {
    /** What its lines are verified with. */
    VerifierKey key();

    /**
     * The note lines with which the witness has signed this checkpoint, each ending in a line feed, to be appended to it as they are.
     *
     * @param checkpoint the signed note as the log shows it, without other witnesses' lines or with them
     * @param consistency proofs up to the size that the checkpoint names
     * @throws ProofUnavailableException where it has not signed: unreachable, or it knows a tree that this one does not extend
     */
    String cosign(Bytes checkpoint, Consistency consistency);

    /** Where a witness's client gets the proof from, once it knows which size the witness has seen last. */
    @FunctionalInterface
    interface Consistency {
        /**
         * RFC 6962 consistency proof from an older size to the checkpoint's; empty for size 0 and for the checkpoint's own.
         *
         * @throws IllegalArgumentException where the older size is the larger
         */
        List<Digest> from(long olderSize);
    }
}
