package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C2SP tlog-proof@v1: one spelling. */
class TlogProofTest {
    private static final String HASH = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    private static final String GOOD =
            "c2sp.org/tlog-proof@v1\nextra AAEC\nindex 7\n" + HASH + "\n" + HASH + "\n\nany\n\ncheckpoint\n";

    private static TlogProof parse(String file) {
        return TlogProof.parse(file.getBytes(ISO_8859_1));
    }

    @Test
    void proof_good_isReadWholeAndWrittenAgain() {
        TlogProof proof = parse(GOOD);
        assertEquals(Optional.of(Bytes.copyOf(new byte[] {0, 1, 2})), proof.extra());
        assertEquals(7, proof.index());
        assertEquals(2, proof.hashes().size());
        assertEquals(HASH, NoteText.base64(proof.hashes().getLast().array()));
        assertEquals("any\n\ncheckpoint\n", new String(proof.checkpoint().toArray(), UTF_8));
        assertEquals(GOOD, new String(proof.toBytes(), UTF_8));
        InclusionProof inclusion = proof.inclusion(8);
        assertEquals(new InclusionProof(7, 8, proof.hashes()), inclusion);
        assertEquals(proof, TlogProof.of(proof.extra().orElseThrow(), inclusion, proof.checkpoint()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2sp.org/tlog-proof@v1\nindex 0\n\n", "c2sp.org/tlog-proof@v1\nextra \nindex 0\n\nx"})
    void proof_withLittleInIt_isWrittenAgain(String file) {
        assertArrayEquals(file.getBytes(UTF_8), parse(file).toBytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "c2sp.org/tlog-proof@v1\nindex 0\n",
                "c2sp.org/tlog-proof@v2\nindex 0\n\n",
                "c2sp.org/tlog-proof@v1\n\n",
                "c2sp.org/tlog-proof@v1\nextra AAEC\n\n",
                "c2sp.org/tlog-proof@v1\nextra AAE\nindex 0\n\n",
                "c2sp.org/tlog-proof@v1\nextra AAEC\nextra AAEC\nindex 0\n\n",
                "c2sp.org/tlog-proof@v1\nindex 0\nextra AAEC\n\n",
                "c2sp.org/tlog-proof@v1\nindex 00\n\n",
                "c2sp.org/tlog-proof@v1\nindex -1\n\n",
                "c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\n",
                "c2sp.org/tlog-proof@v1\nindex 0\nAAEC\n\n",
                "c2sp.org/tlog-proof@v1\nindex 0\r\n\n",
                "c2sp.org/tlog-proof@v1\nindex 0\n\u00ff\n\n",
                "c2sp.org/tlog-proof@v1\u0000\nindex 0\n\n"
            })
    void proof_ofAnotherSpelling_isRefused(String file) {
        refused(() -> parse(file));
    }

    @Test
    void proof_atItsLimits_isReadAndBeyondThemRefused() {
        Digest hash = Digest.sha256();
        Bytes none = Bytes.copyOf(new byte[0]);
        List<Digest> most = Collections.nCopies(63, hash);
        assertEquals(
                63,
                new TlogProof(Optional.empty(), 0, most, none)
                        .inclusion(1)
                        .hashes()
                        .size());
        refused(() -> new TlogProof(Optional.empty(), 0, Collections.nCopies(64, hash), none));
        refused(() -> new TlogProof(Optional.empty(), -1, most, none));
        refused(() -> new TlogProof(Optional.empty(), 5, most, none).inclusion(5));
    }

    private static void refused(Runnable action) {
        assertEquals(
                LogProofCode.LOG_INCLUSION,
                assertThrows(LogProofException.class, action::run).code());
    }
}
