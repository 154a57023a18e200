package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are refused as a note, a checkpoint, a key, a proof and a policy, or are the one spelling of what was read. */
class NotesFuzzTest {
    private static final String LINE =
            "\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    private static final String HASH = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    private static final String KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private static final String NOTE = "example.com/foo\n7\n" + HASH + "\n" + LINE;

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void parse_anyBytes_refusedOrTheOneSpelling(byte[] bytes) {
        Cost cost = new Cost();
        String text = new String(bytes, UTF_8);
        refusedOr(Set.of(LogProofCode.CHECKPOINT_SYNTAX), () -> note(bytes));
        refusedOr(
                Set.of(LogProofCode.CHECKPOINT_SYNTAX),
                () -> assertEquals(text, Checkpoint.parse(text).text()));
        refusedOr(
                Set.of(LogProofCode.KEY_ENCODING),
                () -> assertEquals(text, VerifierKey.parse(text).text()));
        refusedOr(Set.of(LogProofCode.LOG_INCLUSION), () -> proof(bytes));
        refusedOr(Set.of(LogProofCode.LOG_POLICY, LogProofCode.KEY_ENCODING), () -> policy(text));
        TileId.ofPath(text).ifPresent(tile -> assertEquals(text, tile.path()));
        cost.requireInProportion(bytes.length);
    }

    private static void note(byte[] bytes) {
        SignedNote note = SignedNote.parse(bytes);
        assertArrayEquals(bytes, note.toBytes());
        assertEquals(note, SignedNote.parse(note.toBytes()));
        refusedOr(Set.of(LogProofCode.CHECKPOINT_SYNTAX), () -> Checkpoint.parse(note.text()));
        refusedOr(
                Set.of(LogProofCode.LOG_SIGNATURE),
                () -> note.verify(VerifierKey.parse(KEY), (key, signed, sig) -> {
                    assertArrayEquals(note.text().getBytes(UTF_8), signed);
                    assertEquals(64, sig.length);
                }));
    }

    private static void proof(byte[] bytes) {
        TlogProof proof = TlogProof.parse(bytes);
        assertArrayEquals(bytes, proof.toBytes());
        Digest leaf = MerkleHash.leaf(proof.extra().map(Bytes::toArray).orElse(new byte[0]));
        refusedOr(
                Set.of(LogProofCode.LOG_INCLUSION),
                () -> proof.inclusion(1 + proof.hashes().size()).verify(leaf, leaf));
    }

    private static void policy(String text) {
        LogPolicy policy = LogPolicy.parse(text);
        assertEquals(policy, LogPolicy.parse(text));
        refusedOr(
                Set.of(LogProofCode.WITNESS_QUORUM),
                () -> policy.requireQuorum(policy.witnesses().stream()
                        .map(LogPolicy.WitnessLine::key)
                        .toList()));
    }

    private static void refusedOr(Set<LogProofCode> codes, Runnable read) {
        try {
            read.run();
        } catch (LogProofException e) {
            assertTrue(codes.contains(e.code()), e.getMessage());
        }
    }

    static Stream<Arguments> seeds() {
        return Stream.of(
                        NOTE,
                        "example.com/foo\n7\n" + HASH,
                        "example.com/foo\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n",
                        KEY,
                        "c2sp.org/tlog-proof@v1\nindex 73894\n" + HASH + HASH + "\n" + NOTE,
                        "c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\n" + NOTE,
                        "log " + KEY + "\nwitness w1 " + KEY
                                + " https://witness.example.org/\ngroup g any w1\nquorum g\n",
                        "log " + KEY + "\n# nobody\nquorum none\n",
                        "tile/entries/x001/x234/067.p/8",
                        "tile/0/000")
                .map(text -> Arguments.of((Object) text.getBytes(UTF_8)));
    }
}
