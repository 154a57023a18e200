package org.sealgate.verify;

import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.LogLeaf;

/**
 * An envelope all of whose signatures hold.
 *
 * @param keys whose they are
 */
record Signed(DsseEnvelope envelope, List<TrustedKey> keys) {
    Signed {
        keys = List.copyOf(keys);
    }

    /** What stands in the log for an envelope, and for whose signature. */
    record Entry(Bytes body, TrustedKey key) {}

    /** The entry for the first signature of the kind that a log takes, ECDSA P-256. */
    Optional<Entry> entry() {
        for (DsseSignature signature : envelope.signatures()) {
            Optional<TrustedKey> key = keys.stream()
                    .filter(each -> each.keyid().equals(signature.keyid())
                            && each.algorithm().equals(EcdsaP256Key.ALGORITHM))
                    .findFirst();
            if (key.isPresent()) {
                return key.map(known -> new Entry(body(signature, known), known));
            }
        }
        return Optional.empty();
    }

    private Bytes body(DsseSignature signature, TrustedKey key) {
        return LogLeaf.body(
                Digest.sha256(envelope.pae()),
                signature.sig().toArray(),
                key.spki().toArray());
    }
}
