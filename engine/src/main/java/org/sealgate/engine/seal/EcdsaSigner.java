package org.sealgate.engine.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.StatementSigner;

/**
 * ECDSA P-256 over SHA-256: RFC 6979 nonces, low S, DER.
 *
 * <p>Each signature is verified before it is released: a fault in the arithmetic that yields a wrong signature can
 * give the key away, and evidence that does not verify is no evidence.
 */
final class EcdsaSigner implements StatementSigner {
    private final ECPrivateKeyParameters privateKey;
    private final ECPublicKeyParameters publicKey;
    private final String keyid;

    EcdsaSigner(ECPrivateKeyParameters privateKey, ECPublicKeyParameters publicKey, String keyid) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.keyid = keyid;
    }

    @Override
    public String keyid() {
        return keyid;
    }

    @Override
    public String algorithm() {
        return KeyAlgorithm.ECDSA_P256.id();
    }

    @Override
    public byte[] sign(byte[] pae) {
        byte[] hash = Digest.sha256(pae).bytes();
        BigInteger order = privateKey.getParameters().getN();
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, privateKey);
        BigInteger[] rs = signer.generateSignature(hash);
        BigInteger s = rs[1].compareTo(order.shiftRight(1)) > 0 ? order.subtract(rs[1]) : rs[1];
        ECDSASigner check = new ECDSASigner();
        check.init(false, publicKey);
        if (!check.verifySignature(hash, rs[0], s)) {
            throw new KeyProblem("a signature of the key " + keyid + " does not verify; it is not released");
        }
        try {
            return StandardDSAEncoding.INSTANCE.encode(order, rs[0], s);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
