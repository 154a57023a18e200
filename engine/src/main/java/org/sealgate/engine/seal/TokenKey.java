package org.sealgate.engine.seal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.StatementSigner;
import org.sealgate.engine.seal.anchor.KeyContentSigner;

/**
 * A P-256 key that never leaves its PKCS#11 token.
 *
 * <p>The JDK's own driver, as an instance that no other code of the process can find. The token signs digests; what it returns is
 * brought to the lower half of the order, verified here, and only then released: a token is not believed either.
 */
final class TokenKey implements StatementSigner {
    private final Provider provider;
    private final PrivateKey privateKey;
    private final byte[] spki;
    private final ECPublicKeyParameters publicKey;
    private final String keyid;

    private TokenKey(Provider provider, PrivateKey privateKey, byte[] spki) throws IOException {
        this.provider = provider;
        this.privateKey = privateKey;
        this.spki = spki.clone();
        if (!(PublicKeyFactory.createKey(spki) instanceof ECPublicKeyParameters ec)) {
            throw new KeyProblem("the token's key is not of P-256");
        }
        this.publicKey = ec;
        this.keyid = Digest.sha256(spki).hex();
    }

    /** Opens the key that the settings name. */
    static TokenKey open(TokenSettings settings) throws IOException {
        Provider provider = provider(settings);
        try {
            KeyStore store = store(provider, settings);
            @Nullable Certificate certificate = store.getCertificate(settings.key());
            if (!(store.getKey(settings.key(), null) instanceof PrivateKey key) || certificate == null) {
                throw new KeyProblem("the token has no key " + settings.key() + " with a certificate");
            }
            return new TokenKey(provider, key, certificate.getPublicKey().getEncoded());
        } catch (GeneralSecurityException | ProviderException e) {
            throw unusable(settings, e);
        }
    }

    /** Makes the key on the token, where it stays, with a certificate of its own, by which the driver finds it again. */
    static TokenKey generate(TokenSettings settings, Instant from, Instant until) throws IOException {
        Provider provider = provider(settings);
        try {
            KeyStore store = store(provider, settings);
            if (store.containsAlias(settings.key())) {
                throw new KeyProblem("the token has a key " + settings.key() + " already; name another label");
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            TokenKey made =
                    new TokenKey(provider, pair.getPrivate(), pair.getPublic().getEncoded());
            Certificate certificate = made.certificate(settings.key(), from, until);
            store.setKeyEntry(settings.key(), pair.getPrivate(), null, new Certificate[] {certificate});
            return open(settings);
        } catch (GeneralSecurityException | ProviderException e) {
            throw unusable(settings, e);
        }
    }

    private Certificate certificate(String name, Instant from, Instant until)
            throws GeneralSecurityException, IOException {
        X500Name subject = new X500Name("CN=" + name);
        byte[] der = new X509v3CertificateBuilder(
                        subject,
                        new BigInteger(1, Arrays.copyOf(Digest.sha256(spki).bytes(), 16)).setBit(0),
                        new Time(Date.from(from), Locale.ROOT),
                        new Time(Date.from(until), Locale.ROOT),
                        subject,
                        SubjectPublicKeyInfo.getInstance(spki))
                .build(new KeyContentSigner(this))
                .getEncoded();
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static Provider provider(TokenSettings settings) {
        @Nullable Provider driver = Security.getProvider("SunPKCS11");
        if (driver == null) {
            throw new KeyProblem("this JDK has no SunPKCS11; use one with the module jdk.crypto.cryptoki");
        }
        String configuration =
                "--name = sealgate" + Digest.sha256(settings.toBytes()).hex().substring(0, 16)
                        + "\nlibrary = " + settings.library()
                        + "\nslot = " + settings.slot()
                        + "\nattributes(generate, CKO_PRIVATE_KEY, *) = {\n CKA_SENSITIVE = true\n CKA_EXTRACTABLE = false\n"
                        + " CKA_SIGN = true\n}\n";
        try {
            return driver.configure(configuration);
        } catch (ProviderException | UnsupportedOperationException | java.security.InvalidParameterException e) {
            throw unusable(settings, e);
        }
    }

    private static KeyStore store(Provider provider, TokenSettings settings)
            throws GeneralSecurityException, IOException {
        byte[] pin = KeyFolder.strip(PrivateFile.read(settings.pin()));
        KeyStore store = KeyStore.getInstance("PKCS11", provider);
        try {
            store.load(null, new String(pin, StandardCharsets.UTF_8).toCharArray());
        } catch (IOException e) {
            // how the driver says that the PIN is wrong
            throw unusable(settings, e);
        }
        return store;
    }

    private static KeyProblem unusable(TokenSettings settings, Exception e) {
        return new KeyProblem(
                "the token in slot " + settings.slot() + " of " + settings.library()
                        + " cannot be used; check library, slot and PIN file in " + TokenSettings.FILE + ": " + e,
                e);
    }

    byte[] spki() {
        return spki.clone();
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
        BigInteger order = publicKey.getParameters().getN();
        try {
            Signature signature = Signature.getInstance("NONEwithECDSA", provider);
            signature.initSign(privateKey);
            signature.update(hash);
            BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(order, signature.sign());
            BigInteger s = rs[1].compareTo(order.shiftRight(1)) > 0 ? order.subtract(rs[1]) : rs[1];
            ECDSASigner check = new ECDSASigner();
            check.init(false, publicKey);
            if (!check.verifySignature(hash, rs[0], s)) {
                throw new KeyProblem(
                        "a signature of the token's key " + keyid + " does not verify; it is not released");
            }
            return StandardDSAEncoding.INSTANCE.encode(order, rs[0], s);
        } catch (GeneralSecurityException | ProviderException | IOException | IllegalArgumentException e) {
            throw new KeyProblem("the token did not sign with the key " + keyid, e);
        }
    }
}
