package org.sealgate.bundle;

/**
 * Somebody who says when bytes existed, in a way that others can check: a time stamping authority (RFC 3161).
 *
 * <p>Promise of every implementation: a token that comes back was checked whole, as a verifier with the installation's trust root
 * will, before it is handed out. It may take as long as its deadline, so nobody asks while holding a lock that answers wait for.
 *
 * <p>Shape: the DER of the TimeStampToken, a CMS ContentInfo ({@code 30 82 … 06 09 2a 86 48 86 f7 0d 01 07 02 …}), with the SHA-256
 * imprint of the data; not the TimeStampResp around it.
 */
public interface TimeSource {
    /**
     * A token over exactly these bytes.
     *
     * @throws ProofUnavailableException where there is none now; asking again later is right
     */
    Bytes token(byte[] data);
}
