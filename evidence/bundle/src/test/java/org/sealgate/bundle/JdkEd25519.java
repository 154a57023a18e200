package org.sealgate.bundle;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** The platform's own Ed25519, for tests of a package that has no algorithm: a signer that is the same in every run, and a check. */
record JdkEd25519(KeyPair pair, VerifierKey key) implements CheckpointSigner {
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    static JdkEd25519 of(String name, VerifierKey.Type type, long seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, new SecureRandom() {
                private static final long serialVersionUID = 1L;
                private final Random random = new Random(seed);

                @Override
                public void nextBytes(byte[] bytes) {
                    random.nextBytes(bytes);
                }
            });
            KeyPair pair = generator.generateKeyPair();
            byte[] spki = pair.getPublic().getEncoded();
            byte[] point = Arrays.copyOfRange(spki, PREFIX.length, spki.length);
            return new JdkEd25519(pair, new VerifierKey(name, type, Bytes.copyOf(point)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] sign(byte[] text) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(pair.getPrivate());
            signer.update(text);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static void verify(VerifierKey key, byte[] message, byte[] signature) throws SignatureException {
        try {
            ByteArrayOutputStream spki = new ByteArrayOutputStream();
            spki.writeBytes(PREFIX);
            spki.writeBytes(key.key().toArray());
            PublicKey good =
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki.toByteArray()));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(good);
            verifier.update(message);
            if (!verifier.verify(signature)) {
                throw new SignatureException("not the key's");
            }
        } catch (SignatureException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
