package org.sealgate.verify;

import java.security.SignatureException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.SignatureCheck;
import org.sealgate.bundle.VerifierKey;

/**
 * Strict Ed25519 that remembers what held: one checkpoint covers many decisions, and each of their bundles brings it along. Key, message
 * and signature are compared whole, so what is remembered cannot make another signature hold.
 */
final class KnownSignatures implements SignatureCheck {
    /** Of strangers' checkpoints no more than this is kept, and short ones. */
    private static final int MOST = 512;

    private static final int LONGEST = 4096;

    private final Set<Held> known = ConcurrentHashMap.newKeySet();

    private record Held(Bytes key, Bytes message, Bytes signature) {}

    @Override
    public void verify(VerifierKey key, byte[] message, byte[] signature) throws SignatureException {
        Held held = new Held(key.key(), Bytes.copyOf(message), Bytes.copyOf(signature));
        if (known.contains(held)) {
            return;
        }
        try {
            Ed25519Key.ofPoint(key.key().toArray()).verify(message, signature);
        } catch (KeyRefusedException | SignatureRefusedException refused) {
            throw new SignatureException(refused);
        }
        if (message.length <= LONGEST && known.size() < MOST) {
            known.add(held);
        }
    }
}
