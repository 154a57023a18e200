package org.sealgate.engine.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.MLDSAKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.Arrays;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.StatementSigner;

/** A private key of one role with its public half. */
final class KeyPair {
    private static final byte NOTE_ED25519 = 1;

    private final AsymmetricKeyParameter privateKey;
    private final AsymmetricKeyParameter publicKey;

    private KeyPair(AsymmetricKeyParameter privateKey, AsymmetricKeyParameter publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    static KeyPair generate(KeyAlgorithm algorithm, SecureRandom random) {
        AsymmetricCipherKeyPair pair = switch (algorithm) {
            case ECDSA_P256 -> {
                ECKeyPairGenerator generator = new ECKeyPairGenerator();
                generator.init(new ECKeyGenerationParameters(p256(), random));
                yield generator.generateKeyPair();
            }
            case ED25519 -> {
                Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
                generator.init(new Ed25519KeyGenerationParameters(random));
                yield generator.generateKeyPair();
            }
            case ML_DSA_65 -> {
                MLDSAKeyPairGenerator generator = new MLDSAKeyPairGenerator();
                generator.init(new MLDSAKeyGenerationParameters(random, MLDSAParameters.ml_dsa_65));
                yield generator.generateKeyPair();
            }
        };
        return new KeyPair(pair.getPrivate(), pair.getPublic());
    }

    /** @throws KeyProblem where it is not a key of this algorithm, in its one spelling */
    static KeyPair ofPrivate(byte[] privateKeyInfo, KeyAlgorithm expected, String name) {
        try {
            PrivateKeyForm.requireDer(privateKeyInfo, name);
            if (expected == KeyAlgorithm.ML_DSA_65) {
                MLDSAPrivateKeyParameters ml = MlDsaEncoding.read(privateKeyInfo)
                        .orElseThrow(() -> new KeyProblem(name + " holds no key for " + expected.id()));
                return new KeyPair(ml, ml.getPublicKeyParameters());
            }
            AsymmetricKeyParameter key = PrivateKeyFactory.createKey(privateKeyInfo);
            if (expected == KeyAlgorithm.ECDSA_P256 && key instanceof ECPrivateKeyParameters ec && isP256(ec)) {
                var point = ec.getParameters().getG().multiply(ec.getD()).normalize();
                var half = new ECPublicKeyParameters(point, ec.getParameters());
                PrivateKeyForm.requireP256(privateKeyInfo, ec, half, name);
                return new KeyPair(ec, half);
            }
            if (expected == KeyAlgorithm.ED25519 && key instanceof Ed25519PrivateKeyParameters ed) {
                return new KeyPair(ed, ed.generatePublicKey());
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new KeyProblem(name + " holds no PKCS#8 private key", e);
        }
        throw new KeyProblem(name + " holds no key for " + expected.id());
    }

    private static boolean isP256(ECPrivateKeyParameters key) {
        return key.getParameters() instanceof ECNamedDomainParameters named
                && named.getName().equals(SECObjectIdentifiers.secp256r1);
    }

    private static ECNamedDomainParameters p256() {
        return new ECNamedDomainParameters(
                SECObjectIdentifiers.secp256r1, CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1));
    }

    /** SubjectPublicKeyInfo in DER. */
    byte[] spki() {
        try {
            if (publicKey instanceof MLDSAPublicKeyParameters ml) {
                return MlDsaEncoding.spki(ml);
            }
            return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicKey)
                    .getEncoded("DER");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PKCS#8 PrivateKeyInfo in DER; name chosen so that a search finds every place that touches it. */
    byte[] insecurePrivateKeyInfo() {
        try {
            if (privateKey instanceof Ed25519PrivateKeyParameters ed) {
                // RFC 8410 without the public half: OpenSSL 3.0 opens no OneAsymmetricKey of version 2
                return new PrivateKeyInfo(
                                new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519),
                                new DEROctetString(ed.getEncoded()))
                        .getEncoded("DER");
            }
            if (privateKey instanceof MLDSAPrivateKeyParameters ml) {
                return MlDsaEncoding.privateKeyInfo(ml);
            }
            return PrivateKeyInfoFactory.createPrivateKeyInfo(privateKey).getEncoded("DER");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SHA-256 of the SPKI in hex: a hint for finding the key, never a proof of it. */
    String keyid() {
        return Digest.sha256(spki()).hex();
    }

    /** The verifier key of a log of this name, {@code <name>+<hash>+<key>} (C2SP signed-note, Ed25519). */
    String noteKey(String name) {
        if (!(publicKey instanceof Ed25519PublicKeyParameters ed)) {
            throw new KeyProblem("the key " + keyid() + " does not sign checkpoints");
        }
        byte[] typed = Arrays.prepend(ed.getEncoded(), NOTE_ED25519);
        byte[] hashed = Arrays.concatenate((name + "\n").getBytes(StandardCharsets.UTF_8), typed);
        String hash = Digest.sha256(hashed).hex().substring(0, 8);
        return name + "+" + hash + "+" + Base64.getEncoder().encodeToString(typed);
    }

    /** Signs checkpoints of the log of this name. */
    LogSigner logSigner(String origin) {
        if (privateKey instanceof Ed25519PrivateKeyParameters ed) {
            return new LogSigner(ed, origin);
        }
        throw new KeyProblem("the key " + keyid() + " does not sign checkpoints");
    }

    StatementSigner signer() {
        if (privateKey instanceof MLDSAPrivateKeyParameters ml && publicKey instanceof MLDSAPublicKeyParameters pub) {
            return new MlDsaSigner(ml, pub, keyid());
        }
        if (privateKey instanceof ECPrivateKeyParameters ec && publicKey instanceof ECPublicKeyParameters pub) {
            return new EcdsaSigner(ec, pub, keyid());
        }
        throw new KeyProblem("the key " + keyid() + " does not sign statements");
    }
}
