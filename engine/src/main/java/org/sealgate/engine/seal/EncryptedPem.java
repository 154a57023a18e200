package org.sealgate.engine.seal;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * PKCS#8 private keys under PBES2 with scrypt and AES-256-CBC (RFC 8018, RFC 7914), as OpenSSL reads and writes them.
 *
 * <p>Put together from BouncyCastle's lightweight parts because its own builder for scrypt wants a JCA provider.
 */
final class EncryptedPem {
    /** OpenSSL 3 opens nothing that needs more than 32 MiB; the passphrases are 256 random bits. */
    private static final int COST = 1 << 14;

    private static final int BLOCK_SIZE = 8;
    private static final int PARALLELISM = 1;
    private static final int MAX_COST = 1 << 20;

    private EncryptedPem() {}

    static byte[] write(byte[] privateKeyInfo, byte[] passphrase, SecureRandom random) throws IOException {
        byte[] salt = new byte[16];
        byte[] iv = new byte[16];
        random.nextBytes(salt);
        random.nextBytes(iv);
        ScryptParams scrypt = new ScryptParams(salt, COST, BLOCK_SIZE, PARALLELISM, 32);
        byte[] encrypted = crypt(true, privateKeyInfo, derive(passphrase, scrypt), iv);
        PBES2Parameters parameters = new PBES2Parameters(
                new KeyDerivationFunc(MiscObjectIdentifiers.id_scrypt, scrypt),
                new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv)));
        byte[] der = new EncryptedPrivateKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), encrypted)
                .getEncoded();
        return pem("ENCRYPTED PRIVATE KEY", der);
    }

    static byte[] read(byte[] pem, byte[] passphrase, String name) {
        try (PemReader reader = new PemReader(new StringReader(new String(pem, StandardCharsets.US_ASCII)))) {
            PemObject object = reader.readPemObject();
            if (object == null || !object.getType().equals("ENCRYPTED PRIVATE KEY")) {
                throw new KeyProblem(name + " is no encrypted private key in PEM");
            }
            EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(object.getContent());
            PBES2Parameters parameters =
                    PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
            ScryptParams scrypt = scrypt(parameters, name);
            byte[] iv = DEROctetString.getInstance(
                            parameters.getEncryptionScheme().getParameters())
                    .getOctets();
            return crypt(false, info.getEncryptedData(), derive(passphrase, scrypt), iv);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new KeyProblem(name + " cannot be opened: wrong passphrase or a damaged file", e);
        }
    }

    private static ScryptParams scrypt(PBES2Parameters parameters, String name) {
        KeyDerivationFunc kdf = parameters.getKeyDerivationFunc();
        boolean known = kdf.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)
                && parameters.getEncryptionScheme().getAlgorithm().equals(NISTObjectIdentifiers.id_aes256_CBC);
        ScryptParams scrypt = known ? ScryptParams.getInstance(kdf.getParameters()) : null;
        if (scrypt == null
                || scrypt.getCostParameter().bitLength() > Integer.SIZE - Integer.numberOfLeadingZeros(MAX_COST)) {
            throw new KeyProblem(name + " is not under scrypt and AES-256-CBC; make it with: sealgate keys init");
        }
        return scrypt;
    }

    private static byte[] derive(byte[] passphrase, ScryptParams scrypt) {
        return SCrypt.generate(
                passphrase,
                scrypt.getSalt(),
                scrypt.getCostParameter().intValueExact(),
                scrypt.getBlockSize().intValueExact(),
                scrypt.getParallelizationParameter().intValueExact(),
                32);
    }

    private static byte[] crypt(boolean encrypt, byte[] in, byte[] key, byte[] iv) {
        PaddedBufferedBlockCipher cipher =
                new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(AESEngine.newInstance()));
        cipher.init(encrypt, new ParametersWithIV(new KeyParameter(key), iv));
        byte[] out = new byte[cipher.getOutputSize(in.length)];
        int length = cipher.processBytes(in, 0, in.length, out, 0);
        try {
            length += cipher.doFinal(out, length);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException(e);
        }
        return java.util.Arrays.copyOf(out, length);
    }

    static byte[] pem(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        String text = "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
