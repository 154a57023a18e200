package org.sealgate.bundle;

import java.security.SignatureException;

/** Verifies one Ed25519 signature. Brought along by who has the algorithm; strictly, as RFC 8032 leaves it open. */
@FunctionalInterface
public interface SignatureCheck {
    /**
     * Returns where the signature is this key's over the message.
     *
     * @param key of either type: the message already is what its type has signed
     * @param signature the 64 bytes, or whatever stands in their place
     * @throws SignatureException otherwise, also where the key is no good point
     */
    void verify(VerifierKey key, byte[] message, byte[] signature) throws SignatureException;
}
