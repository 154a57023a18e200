package org.sealgate.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C2SP tlog-policy, in the words of its specification. LOG, W1 and so on stand for keys. */
class LogPolicyTest {
    private static final String NESTED = """
            # two operators
            log LOG https://log.example.org/

            witness X1 W1
            witness X2 W2
            witness X3 W3
            group X-witnesses 2 X1 X2 X3
            \twitness Y1  W4\t
            witness Y2 W5 https://y2.example.org/
            group Y-witnesses any Y1 Y2
            group X-and-Y all X-witnesses Y-witnesses
            quorum X-and-Y
            """;

    private static VerifierKey witness(int number) {
        return JdkEd25519.of("w" + number + ".example.org", VerifierKey.Type.COSIGNATURE_V1, number)
                .key();
    }

    private static VerifierKey log() {
        return JdkEd25519.of("log.example.org", VerifierKey.Type.ED25519, 100).key();
    }

    private static LogPolicy parse(String text) {
        String keyed = text.replace("LOG", log().text());
        for (int i = 1; i < 6; i++) {
            keyed = keyed.replace("W" + i, witness(i).text());
        }
        return LogPolicy.parse(keyed);
    }

    @Test
    void policy_nested_isReadWhole() {
        LogPolicy policy = parse(NESTED);
        assertEquals(List.of(log()), policy.logsOf("log.example.org"));
        assertEquals(List.of(), policy.logsOf("log.example.com"));
        assertEquals(5, policy.witnesses().size());
        assertEquals(
                Optional.of("https://y2.example.org/"),
                policy.witnesses().getLast().url());
        assertEquals(Optional.of("X-and-Y"), policy.quorum());
    }

    /** Every set of the five witnesses, against the rule in plain arithmetic. */
    @Test
    void quorum_ofEverySetOfWitnesses_followsTheGroups() {
        LogPolicy policy = parse(NESTED);
        for (int set = 0; set < 32; set++) {
            List<VerifierKey> cosigned = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                if ((set >> i & 1) == 1) {
                    cosigned.add(witness(i + 1));
                }
            }
            boolean enough = Integer.bitCount(set & 7) >= 2 && (set >> 3) != 0;
            assertEquals(enough, isQuorum(policy, cosigned), "set " + set);
        }
    }

    private static boolean isQuorum(LogPolicy policy, List<VerifierKey> cosigned) {
        try {
            policy.requireQuorum(cosigned);
            return true;
        } catch (LogProofException refused) {
            assertEquals(LogProofCode.WITNESS_QUORUM, refused.code());
            return false;
        }
    }

    @Test
    void quorum_none_isMetByNobody_andOneWitnessByItselfAlone() {
        parse("log LOG\nquorum none\n").requireQuorum(Set.of());
        LogPolicy one = parse("witness all W1\nwitness any W2\nquorum all\n");
        assertEquals(true, isQuorum(one, List.of(witness(1))));
        assertEquals(false, isQuorum(one, List.of(witness(2))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "log LOG\n",
                "quorum none",
                "quorum none\r\n",
                "quorum none\n\u0001",
                "quorum\n",
                "quorum none none\n",
                "quorum none\nquorum none\n",
                "quorum nobody\n",
                "quorum a\nwitness a W1\n",
                "quibble a\nquorum none\n",
                "LOG\nquorum none\n",
                "log\nquorum none\n",
                "log LOG url more\nquorum none\n",
                "log LOG\nlog LOG\nquorum none\n",
                "witness W1\nquorum none\n",
                "witness none W1\nquorum none\n",
                "witness a W1\nwitness a W2\nquorum a\n",
                "witness a W1\nwitness b W1\nquorum a\n",
                "witness a W1 url # comment\nquorum a\n",
                "witness a W1\ngroup a any a\nquorum a\n",
                "witness a W1\ngroup none any a\nquorum a\n",
                "witness a W1\ngroup g any\nquorum a\n",
                "witness a W1\ngroup g 0 a\nquorum g\n",
                "witness a W1\ngroup g -1 a\nquorum g\n",
                "witness a W1\ngroup g 01 a\nquorum g\n",
                "witness a W1\ngroup g 2 a\nquorum g\n",
                "witness a W1\ngroup g 4294967297 a\nquorum g\n",
                "witness a W1\ngroup g all a a\nquorum g\n",
                "witness a W1\ngroup g any b\nquorum g\n",
                "witness a W1\ngroup g any none\nquorum g\n",
                "group g any a\nwitness a W1\nquorum g\n",
                "witness a W1\ngroup g any a g\nquorum g\n",
                "witness a W1\nwitness b W2\ngroup g any a b\ngroup h any a\nquorum h\n"
            })
    void policy_thatIsNone_isRefused(String text) {
        assertEquals(
                LogProofCode.LOG_POLICY,
                assertThrows(LogProofException.class, () -> parse(text)).code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log W1\nquorum none\n",
                "witness a LOG\nquorum none\n",
                "log garbage\nquorum none\n",
                "witness a garbage\nquorum none\n"
            })
    void policy_withAKeyThatItsLineDoesNotTake_isRefused(String text) {
        assertEquals(
                LogProofCode.KEY_ENCODING,
                assertThrows(LogProofException.class, () -> parse(text)).code());
    }

    @Test
    void policy_ofOneKeyAsLogAndWitness_isRefused() {
        VerifierKey log = log();
        VerifierKey same = new VerifierKey("w", VerifierKey.Type.COSIGNATURE_V1, log.key());
        String text = "log " + log.text() + "\nwitness a " + same.text() + "\nquorum a\n";
        assertThrows(LogProofException.class, () -> LogPolicy.parse(text));
    }
}
