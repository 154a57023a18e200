package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes, keys and policies: what other implementations have signed is read, and nothing has two spellings. */
class NotesTest {
    /** The example of C2SP signed-note. */
    private static final String EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String EXAMPLE = """
            This is an example message.

            — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;

    /** A checkpoint of a public log, cosigned by public witnesses. */
    private static final String PUBLIC = """
            arche2025h1.staging.ct.transparency.dev
            1432088532
            U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

            — arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
            — arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
            — witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
            — remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
            """;

    private static final String PUBLIC_LOG =
            "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f";
    private static final String PUBLIC_WITNESS = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";

    private static SignedNote note(String text) {
        return SignedNote.parse(text.getBytes(UTF_8));
    }

    @Test
    void note_ofTheSpecification_isReadVerifiedAndWrittenAgain() {
        SignedNote note = note(EXAMPLE);
        VerifierKey key = VerifierKey.parse(EXAMPLE_KEY);
        note.verify(key, JdkEd25519::verify);
        assertEquals("This is an example message.\n", note.text());
        assertEquals(EXAMPLE, new String(note.toBytes(), UTF_8));
        assertEquals(EXAMPLE_KEY, key.text());
    }

    @Test
    void checkpoint_ofAPublicLog_verifiesWithItsKeyAndAWitness() {
        SignedNote note = note(PUBLIC);
        VerifierKey witness = VerifierKey.parse(PUBLIC_WITNESS);
        note.verify(VerifierKey.parse(PUBLIC_LOG), JdkEd25519::verify);
        note.verify(witness, JdkEd25519::verify);
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        assertEquals(1_432_088_532L, checkpoint.size());
        assertEquals(note.text(), checkpoint.text());
        assertEquals(PUBLIC, new String(note.toBytes(), UTF_8));
        SignedNote changed = note(PUBLIC.replace("1432088532", "1432088533"));
        for (String key : List.of(PUBLIC_LOG, PUBLIC_WITNESS)) {
            refused(LogProofCode.LOG_SIGNATURE, () -> changed.verify(VerifierKey.parse(key), JdkEd25519::verify));
        }
    }

    @Test
    void note_withABlankLineInItsText_isDividedAtTheLastOne() {
        JdkEd25519 signer = JdkEd25519.of("a", VerifierKey.Type.ED25519, 1);
        String text = "one\n\n— two\n";
        SignedNote note =
                new SignedNote(text, List.of(NoteSignature.of(signer.key(), signer.sign(text.getBytes(UTF_8)))));
        assertEquals(note, SignedNote.parse(note.toBytes()));
        note.verify(signer.key(), JdkEd25519::verify);
    }

    @Test
    void note_ofNobodyKnown_isRefused() {
        VerifierKey stranger =
                JdkEd25519.of("example.com/foo", VerifierKey.Type.ED25519, 2).key();
        refused(LogProofCode.LOG_SIGNATURE, () -> note(EXAMPLE).verify(stranger, JdkEd25519::verify));
        assertFalse(note(EXAMPLE).names(stranger));
        assertTrue(note(EXAMPLE).names(VerifierKey.parse(EXAMPLE_KEY)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/foo",
                "example.com/foo+530d903a",
                "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k=",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k ",
                "example.com/f oo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/f+oo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AQ=="
            })
    void vkey_withAnotherSpellingOrType_isRefused(String vkey) {
        refused(LogProofCode.KEY_ENCODING, () -> VerifierKey.parse(vkey));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\u00a0", "\u2003", "\u3000", "\u0085", "\u2028", "+", "\t", "\u0001", "\ud800"})
    void keyName_withASpaceOfAnyScriptOrAPlus_isRefused(String bad) {
        Bytes point = VerifierKey.parse(EXAMPLE_KEY).key();
        refused(LogProofCode.KEY_ENCODING, () -> new VerifierKey("a" + bad + "b", VerifierKey.Type.ED25519, point));
        refused(LogProofCode.CHECKPOINT_SYNTAX, () -> new NoteSignature("a" + bad + "b", Bytes.copyOf(new byte[68])));
    }

    private static void refused(LogProofCode code, Runnable action) {
        assertEquals(code, assertThrows(LogProofException.class, action::run).code());
    }
}
