package org.sealgate.bundle;

/** Why something that a transparency log said, or was said about it, does not hold. */
public enum LogProofCode implements RefusalCode {
    /** A note, checkpoint or signature line is not in its one spelling. */
    CHECKPOINT_SYNTAX,
    /** A key that is known did not sign the note, signed it twice, or its signature is wrong. */
    LOG_SIGNATURE,
    /** Too few witnesses cosigned for the quorum, or a cosignature is wrong. */
    WITNESS_QUORUM,
    /** A proof is not in its one spelling, or does not lead from the leaf to the root. */
    LOG_INCLUSION,
    /** A proof does not lead from the older root to the newer one. */
    LOG_CONSISTENCY,
    /** A tile or a bundle of entries has not the form or the size that its coordinates ask for. */
    LOG_TILE,
    /** A log policy is not one. */
    LOG_POLICY,
    /** A verifier key is not in its one spelling, or of a type that its place does not take. */
    KEY_ENCODING
}
