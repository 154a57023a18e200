package org.sealgate.bundle;

/**
 * Signs statements with one key. An implementation signs exactly the bytes given: {@link DsseEnvelope#pae(String, byte[])} of payload
 * type and payload, never the payload itself.
 */
public interface StatementSigner {
    /** SHA-256 of the public key's SPKI (DER), 64 lower-case hexadecimal digits. */
    String keyid();

    /** The algorithm as the trust root names it, for example {@code ecdsa-p256-sha256}. */
    String algorithm();

    /** The signature over the pre-authentication encoding, in the algorithm's own encoding (ECDSA: DER). */
    byte[] sign(byte[] pae);
}
