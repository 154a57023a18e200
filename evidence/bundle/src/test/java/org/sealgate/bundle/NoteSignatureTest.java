package org.sealgate.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** C2SP signed-note: what a signature line is, by itself. */
class NoteSignatureTest {
    @Test
    void line_read_isWrittenAgainAsItWas() {
        String line = "\u2014 gate.example.org/log AAECAwQF";
        NoteSignature signature = NoteSignature.parse(line);
        assertEquals("gate.example.org/log", signature.name());
        assertEquals("00010203", HexFormat.of().formatHex(signature.keyId()));
        assertEquals(line, signature.line());
    }

    @Test
    void line_ofAnotherShape_isRefused() {
        for (String line : List.of(
                "",
                "gate AAECAwQF",
                "- gate AAECAwQF",
                "\u2014 gate",
                "\u2014gate AAECAwQF",
                "\u2014 gate AAECAwQ",
                "\u2014 gate AAECAwR=",
                "\u2014 gate AAEC AwQF",
                "\u2014 gate _-ECAwQF")) {
            LogProofException refused = assertThrows(LogProofException.class, () -> NoteSignature.parse(line), line);
            assertEquals(LogProofCode.CHECKPOINT_SYNTAX, refused.code(), line);
        }
    }
}
