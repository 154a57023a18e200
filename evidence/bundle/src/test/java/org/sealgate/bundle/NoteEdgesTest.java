package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes, checkpoints and policies at their limits: the last that is taken, the first that is not. */
class NoteEdgesTest {
    private static final JdkEd25519 LOG = JdkEd25519.of("log.example.org", VerifierKey.Type.ED25519, 1);
    private static final VerifierKey WITNESS =
            JdkEd25519.of("w.example.org", VerifierKey.Type.COSIGNATURE_V1, 2).key();
    private static final Checkpoint CHECKPOINT = Checkpoint.of("log.example.org", new TreeHead(3, Digest.sha256()));
    private static final String LINE = NoteSignature.of(LOG.key(), new byte[64]).line();

    @Test
    void note_ofACheckpoint_verifiesWithMoreLinesBehind() {
        SignedNote note = SignedNote.signed(CHECKPOINT, LOG);
        note.verify(LOG.key(), JdkEd25519::verify);
        SignedNote more = note.with(List.of(NoteSignature.of(WITNESS, cosignature(0))));
        assertEquals(2, more.signatures().size());
        more.verify(LOG.key(), JdkEd25519::verify);
        assertEquals(0, cosignedAt(more));
    }

    @Test
    void signatures_upToSixtyFour_areRead() {
        assertEquals(64, note(64).signatures().size());
        refused(LogProofCode.CHECKPOINT_SYNTAX, () -> note(65));
        refused(LogProofCode.CHECKPOINT_SYNTAX, () -> note(0));
    }

    private static SignedNote note(int lines) {
        return SignedNote.parse(("text\n\n" + (LINE + "\n").repeat(lines)).getBytes(UTF_8));
    }

    /** One key may sign once; a line of another name, or of another id, is another key's. */
    @Test
    void line_ofAnotherNameOrId_spoilsNothing() {
        SignedNote note = SignedNote.signed(CHECKPOINT, LOG);
        byte[] good = note.signatures().getFirst().content().toArray();
        byte[] otherId = good.clone();
        otherId[0] ^= 1;
        note.with(List.of(
                        new NoteSignature("another", Bytes.copyOf(good)),
                        new NoteSignature(LOG.key().name(), Bytes.copyOf(otherId))))
                .verify(LOG.key(), JdkEd25519::verify);
        SignedNote twice = note.with(note.signatures());
        refused(LogProofCode.LOG_SIGNATURE, () -> twice.verify(LOG.key(), JdkEd25519::verify));
    }

    @Test
    void cosignature_withATimeBelowZeroOrOfAnotherLength_isRefused() {
        assertEquals(Long.MAX_VALUE, cosignedAt(cosigned(cosignature(Long.MAX_VALUE))));
        for (byte[] bad : List.of(cosignature(-1), new byte[71], new byte[73])) {
            refused(LogProofCode.LOG_SIGNATURE, () -> cosignedAt(cosigned(bad)));
        }
    }

    /** The time in what the witness is asked to have signed. */
    private static long cosignedAt(SignedNote note) {
        List<String> lines = new ArrayList<>();
        note.verify(
                WITNESS,
                (key, message, signature) ->
                        lines.addAll(new String(message, UTF_8).lines().toList()));
        assertEquals("cosignature/v1", lines.getFirst());
        return Long.parseLong(lines.get(1).substring("time ".length()));
    }

    private static SignedNote cosigned(byte[] signature) {
        return new SignedNote(CHECKPOINT.text(), List.of(NoteSignature.of(WITNESS, signature)));
    }

    private static byte[] cosignature(long time) {
        return ByteBuffer.allocate(72).putLong(time).array();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "text\n", "te\u00fft\n\n", "te\u0000t\n\n", "te\tt\n\n", "\n\nx"})
    void note_ofNoText_isRefused(String text) {
        byte[] head = text.getBytes(ISO_8859_1);
        byte[] line = (LINE + "\n").getBytes(UTF_8);
        byte[] signed = Arrays.copyOf(head, head.length + line.length);
        System.arraycopy(line, 0, signed, head.length, line.length);
        refused(LogProofCode.CHECKPOINT_SYNTAX, () -> SignedNote.parse(head));
        refused(LogProofCode.CHECKPOINT_SYNTAX, () -> SignedNote.parse(signed));
    }

    @Test
    void note_withoutItsLastLineFeed_isRefused() {
        refused(LogProofCode.CHECKPOINT_SYNTAX, () -> SignedNote.parse(("text\n\n" + LINE).getBytes(UTF_8)));
        refused(LogProofCode.CHECKPOINT_SYNTAX, () -> new SignedNote("text", note(1).signatures()));
        assertEquals(
                "\n", SignedNote.parse(("\n\n" + LINE + "\n").getBytes(UTF_8)).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log.example.org\n3\nAAEC\n",
                "log.example.org\n03\nHASH\n",
                "log.example.org\n9223372036854775808\nHASH\n",
                "log.example.org\n3\nHASH",
                "log.example.org\n3\n",
                "\n3\nHASH\n",
                "log.example.org\n3\nHASH\n\n",
                "log.example.org\n0\nHASH\n",
                "log.example.org\n3\nHASH\n\u001f\n"
            })
    void checkpoint_ofAnotherSpelling_isRefused(String text) {
        String hash = NoteText.base64(new byte[32]);
        refused(LogProofCode.CHECKPOINT_SYNTAX, () -> Checkpoint.parse(text.replace("HASH", hash)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log\nquorum none\n",
                "log LOG a b\nquorum none\n",
                "witness w\nquorum none\n",
                "witness w WITNESS a b\nquorum none\n",
                "witness w WITNESS\ngroup\nquorum none\n",
                "witness w WITNESS\ngroup g\nquorum none\n",
                "witness w WITNESS\ngroup g any\nquorum none\n",
                "witness w WITNESS\ngroup g 2 w\nquorum none\n",
                "quorum\n",
                "quorum none none\n",
                "quorum none",
                "quorum none\n#\u0001\n",
                "quorum none\n#\u007f\n",
                "quorum none\n#\r\n"
            })
    void policy_ofTheWrongWords_isRefused(String text) {
        String policy = text.replace("LOG", LOG.key().text()).replace("WITNESS", WITNESS.text());
        refused(LogProofCode.LOG_POLICY, () -> LogPolicy.parse(policy));
    }

    @Test
    void policy_asLongAsItMayBe_isReadAndNoLonger() {
        String end = "\nquorum none\n";
        String comment = "#".repeat((1 << 16) - end.length());
        assertEquals(List.of(), LogPolicy.parse(comment + end).logs());
        refused(LogProofCode.LOG_POLICY, () -> LogPolicy.parse("#" + comment + end));
        assertEquals(List.of(), LogPolicy.parse("\t \n \nquorum\tnone\n").witnesses());
    }

    @Test
    void line_withTheIdAlone_isNone() {
        assertEquals(1, new NoteSignature("a", Bytes.copyOf(new byte[5])).signature().length);
        refused(LogProofCode.CHECKPOINT_SYNTAX, () -> new NoteSignature("a", Bytes.copyOf(new byte[4])));
    }

    @Test
    void keyName_atTheEdgesOfWhatMayStandInIt_isTaken() {
        Bytes point = WITNESS.key();
        for (String name : List.of("!", "~", "a\ud7ff", "a\ue000", "\ud83d\ude00")) {
            assertEquals(name, new VerifierKey(name, VerifierKey.Type.ED25519, point).name());
        }
        refused(LogProofCode.KEY_ENCODING, () -> new VerifierKey("a\udfff", VerifierKey.Type.ED25519, point));
    }

    private static void refused(LogProofCode code, Runnable action) {
        assertEquals(code, assertThrows(LogProofException.class, action::run).code());
    }
}
