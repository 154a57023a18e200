package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x9.X962NamedCurves;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as a key and as a signature in DER: refused with one reason, or what a second reader of DER takes as well. */
class KeysAndSignaturesFuzzTest {
    private static final BigInteger ORDER =
            X962NamedCurves.getByName("prime256v1").getN();
    private static final byte[] MESSAGE = "a statement".getBytes(UTF_8);
    private static final TestKey KEY = TestKey.ecdsa("decision", "gate-1", 31);
    private static final byte[] GOOD = KEY.sign(MESSAGE).sig().toArray();

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void read_anyBytes_refusedOrTakenByAnotherReaderToo(byte[] der) throws IOException, KeyRefusedException {
        Cost cost = new Cost();
        signature(der);
        for (String algorithm : new String[] {EcdsaP256Key.ALGORITHM, Ed25519Key.ALGORITHM, MlDsa65Key.ALGORITHM}) {
            key(algorithm, der);
        }
        shape(der);
        cost.requireInProportion(der.length);
    }

    private static void signature(byte[] der) throws KeyRefusedException {
        boolean readable = decodes(der);
        try {
            EcdsaP256Key.of(KEY.spki()).verify(MESSAGE, der);
            assertArrayEquals(GOOD, der);
        } catch (SignatureRefusedException e) {
            boolean asDer = !String.valueOf(e.getMessage()).contains("canonical DER");
            assertTrue(asDer || !readable, "canonical DER that was not read");
            assertTrue(!Arrays.equals(GOOD, der), "a good signature that was refused");
        }
    }

    /** Whether BouncyCastle takes it as two numbers below the order, in the encoding that it would write. */
    private static boolean decodes(byte[] der) {
        try {
            BigInteger[] pair = StandardDSAEncoding.INSTANCE.decode(ORDER, der);
            return Arrays.equals(der, StandardDSAEncoding.INSTANCE.encode(ORDER, pair[0], pair[1]));
        } catch (IOException | RuntimeException e) {
            // the library's ways to say no
            return false;
        }
    }

    private static void key(String algorithm, byte[] der) throws IOException {
        try {
            EvidenceKey.of(algorithm, der);
        } catch (KeyRefusedException e) {
            assertTrue(e.code() == Code.KEY_ENCODING || e.code() == Code.KEY_WEAK, e.getMessage());
            return;
        }
        assertArrayEquals(
                der,
                SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(PublicKeyFactory.createKey(der))
                        .getEncoded("DER"));
    }

    /** What DER's shape refuses, the strict reader of a token must refuse. */
    private static void shape(byte[] der) {
        try {
            DerShape.require(der);
        } catch (TokenRefusedException e) {
            assertEquals(Code.TSA_TOKEN, e.code());
        }
    }

    static Stream<Arguments> seeds() {
        byte[] highS = KEY.signHighS(MESSAGE).sig().toArray();
        byte[] longer = Arrays.copyOf(GOOD, GOOD.length + 1);
        byte[] ed25519 = java.util.HexFormat.of()
                .parseHex("302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        return Stream.of(
                        GOOD,
                        highS,
                        longer,
                        KEY.spki(),
                        ed25519,
                        TestKey.mlDsa("decision", "gate-1", 32).spki(),
                        new byte[] {0x30, 6, 2, 1, 1, 2, 1, 1},
                        new byte[] {0x30, (byte) 0x80, 0, 0},
                        new byte[] {0x30, (byte) 0x81, 5, 2, 1, 1, 5, 0})
                .map(bytes -> Arguments.of((Object) bytes));
    }
}
