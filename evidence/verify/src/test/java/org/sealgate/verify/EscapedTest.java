package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealgate.bundle.JsonReader;

/** What shows nothing, or moves what stands beside it, is written out. */
class EscapedTest {
    /** The first and the last of each run of marks and letters that no font shows: Unicode's Default_Ignorable_Code_Point. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180c, 0x180d, 0x180f, 0x3164, 0xfe00, 0xfe0f, 0xffa0,
                0xe0100, 0xe01ef, 0x7f, 0x80, 0x9f, 0xad, 0x200b, 0x202e, 0xfeff, 0xe000, 0xffff, 0x1bca0, 0xe0041
            })
    void mark_thatShowsNothing_isEscaped(int mark) {
        String name = "allow" + Character.toString(mark) + "ed";
        String escape = mark > 0xffff ? String.format("\\u{%x}", mark) : String.format("\\u%04x", mark);
        assertEquals("allow" + escape + "ed", Escaped.text(name));
        String json = "{\"a\":\"" + name + "\"}";
        String safe = Escaped.json(json);
        assertEquals(true, safe.chars().allMatch(c -> c >= ' ' && c < 0x7f), safe);
        assertEquals(JsonReader.readObject(json.getBytes(UTF_8)), JsonReader.readObject(safe.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x34e, 0x350, 0x115e, 0x1161, 0x17b3, 0x17b6, 0x180a, 0x3163, 0x3165, 0xfe10, 0xff9f, 0xffa1, 0x10000
            })
    void letter_besideThem_staysAsItIs(int letter) {
        String text = Character.toString(letter);
        assertEquals(text, Escaped.text(text));
        assertEquals(text, Escaped.json(text));
    }

    @Test
    void json_ofEveryPlane_isEscapedByItsUnits() {
        assertEquals("\"\\u202e\\udb40\\udd00ü\\n\"", Escaped.json("\"\u202e\udb40\udd00ü\\n\""));
    }
}
