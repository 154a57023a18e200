package org.sealgate.engine.seal;

import java.util.ArrayList;
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
        return seal(payloadType, payload, List.of(signer));
    }

    /** A signature of each, in this order, over the same bytes. */
    public static DsseEnvelope seal(String payloadType, byte[] payload, List<StatementSigner> signers) {
        byte[] pae = DsseEnvelope.pae(payloadType, payload);
        List<DsseSignature> signatures =
                signers.stream().map(signer -> signature(signer, pae)).toList();
        return new DsseEnvelope(payloadType, Bytes.copyOf(payload), signatures);
    }

    /** The same envelope with one more signature. */
    static DsseEnvelope countersign(DsseEnvelope envelope, StatementSigner signer) {
        List<DsseSignature> signatures = new ArrayList<>(envelope.signatures());
        signatures.add(signature(signer, envelope.pae()));
        return new DsseEnvelope(envelope.payloadType(), envelope.payload(), signatures);
    }

    private static DsseSignature signature(StatementSigner signer, byte[] pae) {
        return new DsseSignature(signer.keyid(), Bytes.copyOf(signer.sign(pae)));
    }
}
