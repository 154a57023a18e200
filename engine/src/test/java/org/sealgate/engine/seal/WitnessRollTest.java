package org.sealgate.engine.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.VerifierKey;

/** Which witnesses a trust root names, and how many of them it asks for. */
class WitnessRollTest {
    private static final String LOG = "log " + key("log.example.org", VerifierKey.Type.ED25519, 9) + "\n";
    private static final String ONE = key("w.example.org/1", VerifierKey.Type.COSIGNATURE_V1, 1);
    private static final String TWO = key("w.example.org/2", VerifierKey.Type.COSIGNATURE_V1, 2);

    private static String key(String name, VerifierKey.Type type, int seed) {
        byte[] secret = new byte[Ed25519.SECRET_KEY_SIZE];
        Arrays.fill(secret, (byte) seed);
        byte[] point = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(secret, 0, point, 0);
        return new VerifierKey(name, type, Bytes.copyOf(point)).text();
    }

    @Test
    void witnesses_oneAfterTheOther_areOnTheRollAndSoManyAreNeeded() {
        WitnessRoll first = WitnessRoll.of(LOG + "quorum none\n")
                .with("w1", ONE, Optional.of("https://w.example.org/"), OptionalInt.empty());
        assertEquals(LOG + "witness w1 " + ONE + " https://w.example.org/\nquorum none\n", first.text());
        WitnessRoll second = WitnessRoll.of(first.text()).with("w2", TWO, Optional.empty(), OptionalInt.of(1));
        String both = LOG + "witness w1 " + ONE + " https://w.example.org/\nwitness w2 " + TWO + "\n";
        assertEquals(both + "group witnesses 1 w1 w2\nquorum witnesses\n", second.text());
        assertEquals(1, WitnessRoll.of(second.text()).needed());
    }

    /** What a roll refuses, and what the sentence says. */
    record Row(String name, String key, String url, int needed, String said) {
        @Override
        public String toString() {
            return said;
        }
    }

    static List<Row> refused() {
        return List.of(
                new Row("w1", "w+1+x", "", 0, "cannot be listed"),
                new Row("w1", key("w", VerifierKey.Type.ED25519, 3), "", 0, "a type that its line does not take"),
                new Row("w1", ONE, "", 2, "more than it has"),
                new Row("w1", ONE, "", -1, "needs none of its members"),
                new Row("none", ONE, "", 0, "the name none"),
                new Row("witnesses", ONE, "", 1, "a name defined twice"),
                new Row("w 1", ONE, "", 0, "cannot be listed"),
                new Row("w1", ONE, "https://x/ y", 0, "cannot be listed"),
                new Row("w1", ONE, "https://x/\nquorum w1", 0, "cannot be listed"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void witness_thatCannotBeListed_isRefused(Row row) {
        WitnessRoll roll = WitnessRoll.of(LOG + "quorum none\n");
        Optional<String> url = Optional.of(row.url()).filter(text -> !text.isEmpty());
        String said = assertThrows(
                        KeyProblem.class, () -> roll.with(row.name(), row.key(), url, OptionalInt.of(row.needed())))
                .getMessage();
        assertTrue(String.valueOf(said).contains(row.said()), said);
    }

    @Test
    void policy_withGroupsOfItsOwn_isLeftAlone() {
        String own = LOG + "witness w1 " + ONE + "\nwitness w2 " + TWO + "\ngroup g any w1 w2\nquorum g\n";
        assertThrows(KeyProblem.class, () -> WitnessRoll.of(own));
        assertThrows(KeyProblem.class, () -> WitnessRoll.of(LOG + "witness w1 " + ONE + "\nquorum w1\n"));
    }
}
