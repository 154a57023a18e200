package org.sealgate.verify;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A public key of the trust root that verifies signatures of one algorithm. The algorithm is the trust root's word, never that of
 * the file that is being verified, so that no file can choose an easier one.
 *
 * <p>Each key has one accepted spelling: SubjectPublicKeyInfo in DER with a named curve and an uncompressed point (RFC 5480), or
 * the fixed forms of RFC 8410 and RFC 9881. The prefixes are compared byte for byte; a parser would accept more.
 */
sealed interface EvidenceKey permits EcdsaP256Key, Ed25519Key, MlDsa65Key {
    /**
     * Returns where {@code signature} is this key's over {@code message}.
     *
     * @throws SignatureRefusedException otherwise, also for another encoding of a good signature
     */
    void verify(byte[] message, byte[] signature) throws SignatureRefusedException;

    /**
     * Reads a key.
     *
     * @param algorithm {@code ecdsa-p256-sha256}, {@code ed25519} or {@code ml-dsa-65}
     * @throws KeyRefusedException where it is not in the accepted encoding, or is weak
     */
    static EvidenceKey of(String algorithm, byte[] spki) throws KeyRefusedException {
        return switch (algorithm) {
            case EcdsaP256Key.ALGORITHM -> EcdsaP256Key.of(spki);
            case Ed25519Key.ALGORITHM -> Ed25519Key.of(spki);
            case MlDsa65Key.ALGORITHM -> MlDsa65Key.of(spki);
            default -> throw new KeyRefusedException(Code.KEY_ENCODING, "unknown algorithm " + algorithm);
        };
    }

    /** What follows the prefix in an SPKI of exactly this prefix and length. */
    static byte[] content(byte[] spki, String prefixHex, int length) throws KeyRefusedException {
        byte[] prefix = HexFormat.of().parseHex(prefixHex);
        boolean fits = spki.length == prefix.length + length
                && Arrays.equals(spki, 0, prefix.length, prefix, 0, prefix.length);
        if (!fits) {
            throw new KeyRefusedException(Code.KEY_ENCODING, "not the SubjectPublicKeyInfo of its algorithm");
        }
        return Arrays.copyOfRange(spki, prefix.length, spki.length);
    }
}
