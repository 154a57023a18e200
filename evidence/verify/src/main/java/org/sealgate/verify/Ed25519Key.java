package org.sealgate.verify;

import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.sealgate.bundle.Digest;

/**
 * Ed25519 (RFC 8032), strictly: 64 bytes, key and R canonical points of the prime-order group, S below the order.
 *
 * <p>RFC 8032 leaves open what two verifiers do with points of small or mixed order; here there is nothing left open, because such
 * points are refused before anything is computed.
 */
final class Ed25519Key implements EvidenceKey {
    static final String ALGORITHM = "ed25519";

    private static final String PREFIX = "302a300506032b6570032100";

    private final byte[] point;

    private Ed25519Key(byte[] point) {
        this.point = point;
    }

    static Ed25519Key of(byte[] spki) throws KeyRefusedException {
        return ofPoint(EvidenceKey.content(spki, PREFIX, Ed25519.PUBLIC_KEY_SIZE));
    }

    /** The key of its 32 bytes alone, as notes carry it. */
    static Ed25519Key ofPoint(byte[] point) throws KeyRefusedException {
        if (!Ed25519.validatePublicKeyFull(point, 0)) {
            throw new KeyRefusedException(Code.KEY_WEAK, "not a point of the prime-order group");
        }
        return new Ed25519Key(point);
    }

    /** The keyid that this key has where a trust root lists it in DER. */
    String keyid() {
        return Digest.sha256(HexFormat.of().parseHex(PREFIX), point).hex();
    }

    @Override
    public void verify(byte[] message, byte[] signature) throws SignatureRefusedException {
        if (signature.length != Ed25519.SIGNATURE_SIZE) {
            throw new SignatureRefusedException("not 64 bytes");
        }
        if (!Ed25519.validatePublicKeyFull(signature, 0)) {
            throw new SignatureRefusedException("R is not a point of the prime-order group");
        }
        if (!Ed25519.verify(signature, 0, point, 0, message, 0, message.length)) {
            throw new SignatureRefusedException("not this key's signature over these bytes");
        }
    }
}
