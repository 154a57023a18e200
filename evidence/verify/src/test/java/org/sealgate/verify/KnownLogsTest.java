package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.NoteSignature;
import org.sealgate.bundle.SignedNote;

/** Which logs are whose, and what their checkpoints must be signed with. */
class KnownLogsTest {
    private static final TestNoteKey OTHER = TestNoteKey.log("other.example.org/log", 30);
    private static final TestNoteKey STRANGER = TestNoteKey.log("stranger.example.org/log", 31);
    private static final String TWO =
            "log " + TestLog.KEY.key().text() + "\nlog " + OTHER.key().text() + "\nquorum none\n";
    private static final TrustRoot ROOT = HandMade.root(TestTrust.logging(TestLog.ORIGIN, TWO));
    private static final String TEXT = new TestLog().fill(3, "entry").text();
    private static final String THEIRS = TEXT.replace(TestLog.ORIGIN, "other.example.org/log");
    private static final String WRONG = "LOG_SIGNATURE: a signature is not its key's over this text";

    private static KnownLogs ours() {
        return new KnownLogs(ROOT.logPolicy(), Set.of(TestLog.ORIGIN), new KnownSignatures());
    }

    private static TrustRoot.Issuer row(String issuer, String controller, String origin) {
        return new TrustRoot.Issuer(issuer, controller, Optional.of(origin), Set.of());
    }

    private static KnownLogs of(String issuer, TestKey... signers) {
        TrustRoot root = new TrustRoot(
                ROOT.envelope(),
                ROOT.version(),
                ROOT.issuedAt(),
                ROOT.expires(),
                List.of(
                        row("https://a", "gate-1", "b-log"),
                        row("https://a", "gate-2", "a-log"),
                        row("https://b", "gate-1", "c-log")),
                ROOT.thresholds(),
                ROOT.keys(),
                ROOT.predicateTypes(),
                ROOT.logPolicy(),
                ROOT.timeAuthorities());
        List<TrustedKey> keys =
                Arrays.stream(signers).map(key -> ROOT.keys().get(key.keyid())).toList();
        return KnownLogs.of(root, issuer, keys, new KnownSignatures());
    }

    /** A log is the issuer's by the row of one who signed; others' rows name others' logs. */
    static List<Arguments> owners() {
        TestKey first = TestTrust.DECISION;
        TestKey second = TestTrust.SECOND;
        return List.of(
                Arguments.of(Set.of("b-log"), "b-log", of("https://a", first)),
                Arguments.of(Set.of("a-log"), "a-log", of("https://a", second)),
                Arguments.of(Set.of("a-log", "b-log"), "a-log or b-log", of("https://a", first, second)),
                Arguments.of(Set.of("c-log"), "c-log", of("https://b", first, second)),
                Arguments.of(Set.of(), "a log that the trust root names", of("https://b", second)),
                Arguments.of(Set.of(), "a log that the trust root names", of("https://c", first)));
    }

    @ParameterizedTest
    @MethodSource("owners")
    void logs_ofAnIssuer_areThoseOfItsSigners(Set<String> origins, String words, KnownLogs logs) {
        assertEquals(origins, logs.origins());
        assertEquals(words, logs.logs());
    }

    private static String note(String text, NoteSignature... lines) {
        return new String(new SignedNote(text, List.of(lines)).toBytes(), UTF_8);
    }

    private static String wrong(TestNoteKey key) {
        return "LOG_SIGNATURE at here: expected one signature by " + key.key().text() + ", found " + WRONG;
    }

    /** Each note, and what is wrong with it. */
    static List<Arguments> notes() {
        TestNoteKey own = TestLog.KEY;
        String unsigned = "LOG_SIGNATURE at here: expected a signature by gate.example.org/log, found none";
        NoteSignature forged = own.line(THEIRS);
        return List.of(
                Arguments.of(List.of(), note(TEXT, own.line(TEXT))),
                Arguments.of(List.of(), note(TEXT, STRANGER.line(TEXT), OTHER.line(TEXT), own.line(TEXT))),
                Arguments.of(List.of(wrong(own)), note(TEXT, forged)),
                Arguments.of(List.of(wrong(own)), note(TEXT, OTHER.line(TEXT), forged)),
                Arguments.of(List.of(wrong(OTHER)), note(TEXT, OTHER.line(THEIRS), own.line(TEXT))),
                Arguments.of(List.of(wrong(OTHER), unsigned), note(TEXT, OTHER.line(THEIRS))),
                Arguments.of(List.of(unsigned), note(TEXT, OTHER.line(TEXT))),
                Arguments.of(List.of(unsigned), note(TEXT, STRANGER.line(TEXT))),
                Arguments.of(
                        List.of("LOG_ORIGIN at here: expected gate.example.org/log, found other.example.org/log"),
                        note(THEIRS, OTHER.line(THEIRS))),
                Arguments.of(
                        List.of(
                                "LOG_ORIGIN at here: expected gate.example.org/log, found other.example.org/log",
                                unsigned),
                        note(THEIRS, STRANGER.line(THEIRS))),
                Arguments.of(
                        List.of("CHECKPOINT_SYNTAX at here: expected origin, size and root, found further lines"),
                        note(TEXT + "more\n", own.line(TEXT + "more\n"))),
                Arguments.of(
                        List.of("CHECKPOINT_SYNTAX at here: expected a checkpoint in a signed note, found"
                                + " CHECKPOINT_SYNTAX: a note has no blank line, or does not end in a line feed"),
                        "no note"));
    }

    @ParameterizedTest
    @MethodSource("notes")
    void checkpoint_ofALog_isSignedByIt(List<String> findings, String note) {
        Problems problems = new Problems();
        assertEquals(
                !note.equals("no note"),
                ours().open(note.getBytes(UTF_8), "here", problems).isPresent());
        assertEquals(findings, HandMade.lines(problems.findings()));
    }

    @Test
    void witness_whoseLineDoesNotHold_spoilsTheNote() {
        TrustRoot root = HandMade.root(TestTrust.logging(TestLog.ORIGIN, TestLog.POLICY));
        KnownLogs logs = new KnownLogs(root.logPolicy(), Set.of(TestLog.ORIGIN), new KnownSignatures());
        SignedNote note = new SignedNote(
                TEXT, List.of(TestLog.W1.cosign(THEIRS, 5), TestLog.W2.cosign(TEXT, 5), OTHER.line(TEXT)));
        Problems problems = new Problems();
        assertEquals(List.of(TestLog.W2.key()), logs.witnesses(note, "here", problems));
        assertEquals(
                List.of("WITNESS_QUORUM at here: expected one cosignature by "
                        + TestLog.W1.key().text() + ", found " + WRONG),
                HandMade.lines(problems.findings()));
    }
}
