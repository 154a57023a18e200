package org.sealgate.bundle;

/**
 * One signature of an envelope.
 *
 * @param keyid a hint which key to try, never a reason to trust it: SHA-256 of its SPKI in hexadecimal
 * @param sig the signature in its algorithm's own encoding
 */
public record DsseSignature(String keyid, Bytes sig) {
    /** @throws IllegalArgumentException where the keyid holds a lone surrogate */
    public DsseSignature {
        Members.requireScalars(keyid);
    }
}
