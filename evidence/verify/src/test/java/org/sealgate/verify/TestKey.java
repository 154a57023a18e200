package org.sealgate.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Random;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.MLDSAKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.MLDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;

/** A private key of the tests, the same in every run, with its row in a trust root. */
record TestKey(String algorithm, String role, String controller, AsymmetricKeyParameter secret, byte[] spki) {
    private static final ECNamedDomainParameters P256 = new ECNamedDomainParameters(
            SECObjectIdentifiers.secp256r1, CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1));

    /** Every test run makes the same keys, so that a seed that failed fails again. */
    private static final class Repeatable extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final Random random;

        Repeatable(long seed) {
            random = new Random(seed);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }
    }

    static TestKey ecdsa(String role, String controller, long seed) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(P256, new Repeatable(seed)));
        return of("ecdsa-p256-sha256", role, controller, generator.generateKeyPair());
    }

    static TestKey mlDsa(String role, String controller, long seed) {
        MLDSAKeyPairGenerator generator = new MLDSAKeyPairGenerator();
        generator.init(new MLDSAKeyGenerationParameters(new Repeatable(seed), MLDSAParameters.ml_dsa_65));
        return of("ml-dsa-65", role, controller, generator.generateKeyPair());
    }

    private static TestKey of(String algorithm, String role, String controller, AsymmetricCipherKeyPair pair) {
        try {
            byte[] spki = pair.getPublic() instanceof MLDSAPublicKeyParameters ml
                    ? spki(ml)
                    : SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic())
                            .getEncoded("DER");
            return new TestKey(algorithm, role, controller, pair.getPrivate(), spki);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] spki(MLDSAPublicKeyParameters key) {
        byte[] prefix = java.util.HexFormat.of().parseHex("308207b2300b0609608648016503040312038207a100");
        byte[] encoded = key.getEncoded();
        byte[] spki = java.util.Arrays.copyOf(prefix, prefix.length + encoded.length);
        System.arraycopy(encoded, 0, spki, prefix.length, encoded.length);
        return spki;
    }

    String keyid() {
        return Digest.sha256(spki).hex();
    }

    DsseSignature sign(byte[] pae) {
        return new DsseSignature(keyid(), Bytes.copyOf(algorithm.equals("ml-dsa-65") ? mlDsa(pae) : der(rs(pae))));
    }

    /** The other half of the pair (r, s), (r, n − s): as valid by the standard. */
    DsseSignature signHighS(byte[] pae) {
        BigInteger[] rs = rs(pae);
        return new DsseSignature(keyid(), Bytes.copyOf(der(new BigInteger[] {
            rs[0], P256.getN().subtract(rs[1])
        })));
    }

    private byte[] mlDsa(byte[] message) {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, secret);
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    private BigInteger[] rs(byte[] message) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, secret);
        BigInteger[] rs = signer.generateSignature(Digest.sha256(message).bytes());
        boolean high = rs[1].compareTo(P256.getN().shiftRight(1)) > 0;
        return high ? new BigInteger[] {rs[0], P256.getN().subtract(rs[1])} : rs;
    }

    private static byte[] der(BigInteger[] rs) {
        try {
            return StandardDSAEncoding.INSTANCE.encode(P256.getN(), rs[0], rs[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Json.Obj row() {
        return Json.object()
                .put("keyid", keyid())
                .put("algorithm", algorithm)
                .put("spki", Base64.getEncoder().encodeToString(spki))
                .put("controller", controller)
                .put("roles", Json.strings(java.util.List.of(role)))
                .put("validFrom", "2026-01-01T00:00:00.000Z")
                .put("validUntil", "2028-01-01T00:00:00.000Z")
                .put("revoked", Json.NULL)
                .build();
    }
}
