package org.sealgate.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * A time stamping authority that a trust root's certificate vouches for ({@link TimePath}).
 *
 * @param key that its tokens are signed with
 * @param from every certificate of the way is valid from here on, inclusive
 * @param until and until here, inclusive
 */
record TimeSigner(TimeKey key, Instant from, Instant until) {
    /** Returns where the token is signed by this authority, at a time at which its certificates were valid. */
    void requireSigned(TimeToken token, Instant time) throws TokenRefusedException {
        if (time.isBefore(from) || time.isAfter(until)) {
            throw new TokenRefusedException("a certificate valid at " + time, from + " to " + until);
        }
        try {
            TimeAlgorithms.verify(
                    key,
                    token.signer().getDigestEncryptionAlgorithm(),
                    token.signer().getDigestAlgorithm(),
                    token.signer().getAuthenticatedAttributes().getEncoded("DER"),
                    token.signer().getEncryptedDigest().getOctets());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            // the library has many ways to say that a signature is another one, and every one of them refuses it
            throw new TokenRefusedException("a signature in good order", e.toString());
        }
    }
}
