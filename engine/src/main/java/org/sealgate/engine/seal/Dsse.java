package org.sealgate.engine.seal;

import java.util.List;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.StatementSigner;

/** Signs a payload into an envelope. */
public final class Dsse {
    private Dsse() {}

    /** One signature over the PAE of exactly these bytes (DSSE v1.0.2). */
    public static DsseEnvelope seal(String payloadType, byte[] payload, StatementSigner signer) {
        byte[] signature = signer.sign(DsseEnvelope.pae(payloadType, payload));
        return new DsseEnvelope(
                payloadType,
                Bytes.copyOf(payload),
                List.of(new DsseSignature(signer.keyid(), Bytes.copyOf(signature))));
    }
}
