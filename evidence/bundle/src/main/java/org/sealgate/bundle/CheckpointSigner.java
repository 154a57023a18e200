package org.sealgate.bundle;

/** Signs the checkpoints of one log. It signs exactly the bytes given: the text of a note up to the blank line. */
public interface CheckpointSigner {
    /** The log's key, of {@link VerifierKey.Type#ED25519}; its name is the log's origin. */
    VerifierKey key();

    /** The 64 bytes of the signature, RFC 8032. */
    byte[] sign(byte[] text);
}
