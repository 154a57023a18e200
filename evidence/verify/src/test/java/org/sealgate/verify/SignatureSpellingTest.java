package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Second spellings of good signatures by P-256, each of the greatest length or with the least that DER has too much. */
class SignatureSpellingTest {
    /** Its r is below 2^247: 31 bytes in DER, and no more than 33 with two zeros in front. */
    private static final byte[] SHORT = "message 118".getBytes(UTF_8);
    /** Its r is above 2^255: 33 bytes in DER. */
    private static final byte[] LONG = "message 0".getBytes(UTF_8);

    private static EvidenceKey key() throws KeyRefusedException {
        return EvidenceKey.of(EcdsaP256Key.ALGORITHM, TestTrust.DECISION.spki());
    }

    private static String refusal(byte[] message, byte[] signature) throws KeyRefusedException {
        EvidenceKey key = key();
        return String.valueOf(assertThrows(SignatureRefusedException.class, () -> key.verify(message, signature))
                .getMessage());
    }

    @Test
    void r_withTwoZerosInFront_isNotTheOneSpelling() throws KeyRefusedException {
        byte[] good = TestTrust.DECISION.sign(SHORT).sig().toArray();
        assertEquals(31, good[3]);
        assertDoesNotThrow(() -> key().verify(SHORT, good));
        byte[] padded = new byte[good.length + 2];
        System.arraycopy(good, 0, padded, 0, 4);
        System.arraycopy(good, 4, padded, 6, good.length - 4);
        padded[1] += 2;
        padded[3] += 2;
        assertEquals("not the canonical DER of two numbers", refusal(SHORT, padded));
    }

    /** A number of a signature is at least 1 and below the order; the library would say no more than that it does not hold. */
    @Test
    void number_outsideOfItsRange_isSaidToBe() throws KeyRefusedException {
        String n = "022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
        for (String pair : List.of("3006020100020101", "3006020101020100", "3026" + n + "020101", "3026020101" + n)) {
            assertEquals(
                    "r or s is not within 1 and the order of the group",
                    refusal(SHORT, HexFormat.of().parseHex(pair)));
        }
        assertEquals(
                "not this key's signature over these bytes",
                refusal(SHORT, HexFormat.of().parseHex("3006020101020101")));
    }

    /** The field's prime is another spelling of zero. */
    @Test
    void coordinate_ofTheFieldsPrime_isNotReduced() {
        String p = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
        String one = "0".repeat(63) + "1";
        for (String point : List.of(p + one, one + p)) {
            byte[] spki = TestTrust.DECISION.spki().clone();
            System.arraycopy(HexFormat.of().parseHex(point), 0, spki, spki.length - 64, 64);
            KeyRefusedException refused =
                    assertThrows(KeyRefusedException.class, () -> EvidenceKey.of(EcdsaP256Key.ALGORITHM, spki));
            assertEquals("a coordinate is not reduced", refused.getMessage());
        }
    }

    @Test
    void pair_ofTheGreatestLength_isReadAndItsUpperHalfRefused() throws KeyRefusedException {
        byte[] high = TestTrust.DECISION.signHighS(LONG).sig().toArray();
        assertEquals(72, high.length);
        assertEquals("s is in the upper half: a second spelling of a signature", refusal(LONG, high));
        assertEquals("not the canonical DER of two numbers", refusal(LONG, Arrays.copyOf(high, 73)));
    }
}
