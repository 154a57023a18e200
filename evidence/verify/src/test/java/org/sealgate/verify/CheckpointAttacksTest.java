package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.NoteSignature;
import org.sealgate.bundle.SignedNote;

/** Step 8 against a forger who may have the log's key, and spells and signs checkpoints as it suits him. */
class CheckpointAttacksTest {
    private static final int SIZE = Logged.BEFORE + 1 + Logged.BEHIND;

    /** The log signs this text, in place of the checkpoint's. */
    private static Attack text(String name, UnaryOperator<String> edit, Code code) {
        return Logged.attack(
                name, logged -> logged.note(signed(edit.apply(logged.log().text()))), code);
    }

    private static byte[] signed(String text) {
        return (text + "\n" + TestLog.KEY.line(text).line() + "\n").getBytes(UTF_8);
    }

    /** The file of the checkpoint is edited after it was signed. */
    private static Attack file(String name, UnaryOperator<String> edit, Code code) {
        return Logged.attack(
                name,
                logged -> logged.note(
                        edit.apply(new String(logged.checkpoint(), UTF_8)).getBytes(UTF_8)),
                code);
    }

    static List<Attack> syntax() {
        Code code = Code.CHECKPOINT_SYNTAX;
        String size = "\n" + SIZE + "\n";
        List<Attack> rows = new ArrayList<>(List.of(
                text("size with a leading zero", t -> t.replace(size, "\n0" + SIZE + "\n"), code),
                text("size with a sign", t -> t.replace(size, "\n+" + SIZE + "\n"), code),
                text("negative size", t -> t.replace(size, "\n-1\n"), code),
                text("size of 2^63", t -> t.replace(size, "\n9223372036854775808\n"), code),
                text("size of 2^64 + the size", t -> t.replace(size, "\n18446744073709551917\n"), code),
                text("size in Arabic digits", t -> t.replace(size, "\n٣٠١\n"), code),
                text("size behind a space", t -> t.replace(size, "\n " + SIZE + "\n"), code),
                text("size empty", t -> t.replace(size, "\n\n"), code),
                text("root of an empty tree that is none", t -> t.replace(size, "\n0\n"), code),
                text("root with stray bits", CheckpointAttacksTest::strayBits, code),
                text("root without padding", t -> t.replace("=\n", "\n"), code),
                text("root of 31 bytes", t -> root(t, new byte[31]), code),
                text("root of 33 bytes", t -> root(t, new byte[33]), code),
                text("no root", t -> TestLog.ORIGIN + size, code),
                text("an extension line", t -> t + "unknown extension\n", code),
                text("an empty extension line", t -> t + "\n", code),
                text("no origin", t -> t.replace(TestLog.ORIGIN, ""), code),
                text("carriage returns", t -> t.replace("\n", "\r\n"), code),
                file("carriage returns in the file", t -> t.replace("\n", "\r\n"), code),
                file("no last line feed", t -> t.substring(0, t.length() - 1), code),
                file("a last line feed too many", t -> t + "\n", code),
                file("text behind the signatures", t -> t + "trailing\n", code),
                file("another note behind the note", t -> t + t, code),
                file("no signatures", t -> t.substring(0, t.indexOf("—")), code),
                file("no blank line", t -> t.replace("\n\n", "\n"), code),
                file("a hyphen for the dash", t -> t.replace("—", "-"), code),
                file("two spaces behind the dash", t -> t.replace("— ", "—  "), code),
                file("a tab behind the name", t -> t.replace("log ", "log\t"), code),
                file("a signature line of a key with a plus", t -> t + "— a+b AAAAAAAA\n", code),
                file("a signature line of a key with a space", t -> t + "— a b AAAAAAAA\n", code),
                file("a signature line of a key with a no-break space", t -> t + "— a\u00a0b AAAAAAAA\n", code),
                file("a signature line without a name", t -> t + "—  AAAAAAAA\n", code),
                file("a signature line without a signature", t -> t + "— stranger AAAAAA==\n", code),
                file("a signature line with stray bits", t -> t + "— stranger AAAAAAAAAB==\n", code),
                file("a signature line in base64url", t -> t + "— stranger AAAAAAAA__-_\n", code),
                file("65 signatures", t -> t + "— stranger AAAAAAAA\n".repeat(64), code),
                file("a bell in a name", t -> t + "— \u0007 AAAAAAAA\n", code),
                file("nothing", t -> "", code)));
        rows.add(Logged.attack("half a character", logged -> logged.note(latin(logged.checkpoint())), code));
        return rows;
    }

    private static String strayBits(String text) {
        int last = text.lastIndexOf("=\n") - 1;
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        char stray = digits.charAt(digits.indexOf(text.charAt(last)) ^ 1);
        return text.substring(0, last) + stray + text.substring(last + 1);
    }

    private static String root(String text, byte[] root) {
        String[] lines = text.split("\n");
        return lines[0] + "\n" + lines[1] + "\n" + java.util.Base64.getEncoder().encodeToString(root) + "\n";
    }

    private static byte[] latin(byte[] note) {
        byte[] more =
                "— caf\u00e9 AAAAAAAA\n".replace("—", "\u00e2\u0080\u0094").getBytes(ISO_8859_1);
        byte[] all = Arrays.copyOf(note, note.length + more.length);
        System.arraycopy(more, 0, all, note.length, more.length);
        return all;
    }

    static List<Attack> signatures() {
        Code code = Code.LOG_SIGNATURE;
        return List.of(
                text("another origin, signed by our log", t -> t.replace("gate.", "gate2."), Code.LOG_ORIGIN),
                Logged.attack(
                        "a log that nobody knows, under our origin",
                        logged -> logged.note(SignedNote.signed(
                                Checkpoint.parse(logged.log().text()), TestNoteKey.log(TestLog.ORIGIN, 99))),
                        code),
                Logged.attack(
                        "a log that nobody knows, under its own origin",
                        logged -> logged.note(SignedNote.signed(
                                Checkpoint.of(
                                        "other.example.org/log", logged.log().head()),
                                TestNoteKey.log("other.example.org/log", 99))),
                        Code.LOG_ORIGIN,
                        code),
                Logged.attack("signed by a witness only", logged -> lines(logged, witness(logged.log())), code),
                Logged.attack(
                        "a bad signature beside a good one", logged -> lines(logged, good(logged), bad(logged)), code),
                Logged.attack(
                        "a good signature beside a bad one", logged -> lines(logged, bad(logged), good(logged)), code),
                Logged.attack("one signature twice", logged -> lines(logged, good(logged), good(logged)), code),
                Logged.attack("a signature of 63 bytes", logged -> lines(logged, cut(logged, 63)), code),
                Logged.attack("a signature of 65 bytes", logged -> lines(logged, cut(logged, 65)), code),
                Logged.attack("R the neutral point and s zero", logged -> lines(logged, small("01", "00")), code),
                Logged.attack("R a point of order eight", logged -> lines(logged, small(ORDER_8, "00")), code),
                Logged.attack("s not below the order", logged -> lines(logged, malleable(logged)), code),
                Logged.attack(
                        "the signature of another size",
                        logged -> {
                            TestLog grown = new TestLog().fill(SIZE, "entry");
                            return logged.note(new SignedNote(
                                    logged.log().text(),
                                    grown.fill(1, "x").checkpoint().signatures()));
                        },
                        code));
    }

    private static final String ORDER_8 = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05";

    private static Logged lines(Logged logged, NoteSignature... lines) {
        return logged.note(new SignedNote(logged.log().text(), List.of(lines)));
    }

    private static NoteSignature witness(TestLog log) {
        return TestLog.W1.cosign(log.text(), 1_771_180_200);
    }

    private static NoteSignature good(Logged logged) {
        return TestLog.KEY.line(logged.log().text());
    }

    private static NoteSignature bad(Logged logged) {
        byte[] signature = good(logged).signature();
        signature[40] ^= 1;
        return NoteSignature.of(TestLog.KEY.key(), signature);
    }

    private static NoteSignature cut(Logged logged, int bytes) {
        return NoteSignature.of(TestLog.KEY.key(), Arrays.copyOf(good(logged).signature(), bytes));
    }

    private static NoteSignature small(String r, String s) {
        byte[] signature = new byte[64];
        byte[] point = java.util.HexFormat.of().parseHex(r);
        System.arraycopy(point, 0, signature, 0, point.length);
        signature[32] = java.util.HexFormat.of().parseHex(s)[0];
        return NoteSignature.of(TestLog.KEY.key(), signature);
    }

    /** s plus the group's order: the same number to a careless verifier. */
    private static NoteSignature malleable(Logged logged) {
        byte[] signature = good(logged).signature();
        byte[] big = new byte[33];
        for (int i = 0; i < 32; i++) {
            big[32 - i] = signature[32 + i];
        }
        java.math.BigInteger order = java.math.BigInteger.TWO
                .pow(252)
                .add(new java.math.BigInteger("27742317777372353535851937790883648493"));
        byte[] sum = new java.math.BigInteger(big).add(order).toByteArray();
        for (int i = 0; i < 32; i++) {
            signature[32 + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
        }
        return NoteSignature.of(TestLog.KEY.key(), signature);
    }

    static List<Attack> witnesses() {
        Code code = Code.WITNESS_QUORUM;
        return List.of(
                Logged.attack("no witness", logged -> logged, code).trusting(WITNESSED),
                cosigned("one of two", log -> List.of(witness(log)), code),
                cosigned("one of them twice", log -> List.of(witness(log), witness(log)), code),
                cosigned(
                        "a stranger for the second",
                        log -> List.of(
                                witness(log),
                                TestNoteKey.witness("witness.example.org/w2", 98)
                                        .cosign(log.text(), 5)),
                        code),
                cosigned(
                        "the second of another text",
                        log -> List.of(witness(log), TestLog.W2.cosign(log.text() + "x\n", 5)),
                        code),
                cosigned("the second's time changed", log -> List.of(witness(log), later(log)), code),
                cosigned("the second without a time", log -> List.of(witness(log), TestLog.W2.line(log.text())), code),
                cosigned(
                        "the second beyond 2^63",
                        log -> List.of(witness(log), TestLog.W2.cosign(log.text(), -1)),
                        code),
                Logged.attack("witnesses required and no quorum named", logged -> logged, code)
                        .trusting(witnessed("log " + TestLog.KEY.key().text() + "\nquorum none\n")),
                // nobody asked for witnesses, and still a known one's bad line is no good sign
                Logged.attack(
                        "a bad cosignature that nobody needs",
                        logged -> {
                            List<NoteSignature> lines = List.of(good(logged), later(logged.log()));
                            return logged.note(new SignedNote(logged.log().text(), lines));
                        },
                        code));
    }

    private static final byte[] WITNESSED = witnessed(TestLog.POLICY);

    private static byte[] witnessed(String policy) {
        return TestTrust.file(payload -> TestTrust.requiring("witness")
                .apply(TestTrust.logging(TestLog.ORIGIN, policy).apply(payload)));
    }

    private static NoteSignature later(TestLog log) {
        byte[] signature = TestLog.W2.cosign(log.text(), 5).signature();
        signature[7]++;
        return NoteSignature.of(TestLog.W2.key(), signature);
    }

    private interface Cosigning {
        List<NoteSignature> by(TestLog log);
    }

    private static Attack cosigned(String name, Cosigning lines, Code... codes) {
        return Logged.attack(
                        name, logged -> logged.note(logged.log().checkpoint().with(lines.by(logged.log()))), codes)
                .trusting(WITNESSED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"syntax", "signatures", "witnesses"})
    void checkpoint_attacked_isRefusedWithItsCode(Attack attack, @TempDir Path folder) {
        attack.assertRefused(folder);
    }

    @Test
    void checkpoint_cosignedByTheQuorum_isAdmissible_whateverStrangersSignToo(@TempDir Path folder) {
        NoteSignature stranger = new NoteSignature("stranger", Bytes.copyOf(new byte[9]));
        Verdict verdict = cosigned(
                        "all", log -> List.of(stranger, TestLog.W2.cosign(log.text(), 7), witness(log), stranger))
                .verify(folder);
        assertTrue(verdict instanceof Verdict.Admissible, verdict.toString());
        assertTrue(verdict.report().warnings().stream().noneMatch(warning -> warning.code() == Code.WITNESS_NONE));
    }
}
