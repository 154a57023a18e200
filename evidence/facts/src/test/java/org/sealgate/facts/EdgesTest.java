package org.sealgate.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Kind;

/** The last that counts and the first that does not: letters, lengths, names. */
class EdgesTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                'a', 'z', 'A', 'Z', 0xc0, 0xd6, 0xd8, 0xf6, 0xf8, 0x1fff, 0x2c00, 0x2dff, 0x2e80, 0x3005, 0x3006,
                0x3031, 0xd7ff, 0x1efff
            })
    void letter_atTheBeginningOfATopLevel_makesAnAddress(int c) {
        assertTrue(EmailSensor.isIn("joe@a." + Character.toString(c) + "b"));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                '`', '{', '@', '[', '0', '9', '-', '_', 0x80, 0xbf, 0xd7, 0xf7, 0x2000, 0x2bff, 0x2e00, 0x2e7f, 0x3000,
                0x3004, 0x3007, 0x3030, 0xe000, 0xf8ff, 0x1f000
            })
    void noLetter_atTheBeginningOfATopLevel_makesNone(int c) {
        assertFalse(EmailSensor.isIn("joe@a." + Character.toString(c) + "b"));
    }

    @Test
    void sign_atTheBeginning_hasNobodyBeforeIt() {
        assertFalse(EmailSensor.isIn("@example.com"));
        assertTrue(EmailSensor.isIn("a@example.com"));
        assertTrue(EmailSensor.isIn("\uff21\uff20example.com"));
        assertTrue(EmailSensor.isIn("a\ufe6bexample.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "z", "A", "Z", "0", "9", ".", "_", ":", "/", "-"})
    void parameter_ofTheAlphabet_isTaken(String value) {
        assertEquals(Optional.empty(), Parameters.problem(value));
        assertEquals(Optional.empty(), Parameters.problem(value.repeat(100)));
        assertEquals(Optional.of("PARAMETER_CHARACTERS"), Parameters.problem(value.repeat(101)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "`", "{", "@", "[", ";", " ", "\u00e9", ",", "^"})
    void parameter_nextToTheAlphabet_isRefused(String value) {
        assertEquals(Optional.of("PARAMETER_CHARACTERS"), Parameters.problem(value));
    }

    @Test
    void findings_sorted_areByPointerThenType() {
        Finding first = new Finding("email", "/a", "d");
        Finding second = new Finding("phone", "/a", "d");
        Finding third = new Finding("email", "/b", "d");
        assertEquals(
                List.of(first, second, third),
                Stream.of(third, second, first).sorted().toList());
    }

    @Test
    void pointer_toTheWhole_staysEmpty() {
        assertEquals("", new Pointers().mask(""));
    }

    @Test
    void object_ofNoBytes_isOneAndOfFewerNone() {
        assertEquals(0, new RehashedObject(Digest.sha256(), 0).bytes());
        assertThrows(IllegalArgumentException.class, () -> new RehashedObject(Digest.sha256(), -1));
    }

    @Test
    void schema_ofEachKind_isItsOwn() {
        assertEquals(SchemaFile.LLM_RUN_SNAPSHOT, SchemaFile.ofProposal(Kind.LLM_RUN_SNAPSHOT));
        assertEquals(SchemaFile.SEALED_RUN_DRAFT, SchemaFile.ofProposal(Kind.SEALED_RUN));
        assertEquals(SchemaFile.LLM_RUN_SNAPSHOT, SchemaFile.ofEmitted(Kind.LLM_RUN_SNAPSHOT));
        assertEquals(SchemaFile.SEALED_RUN, SchemaFile.ofEmitted(Kind.SEALED_RUN));
        for (SchemaFile schema : SchemaFile.values()) {
            assertTrue(schema.fileName().endsWith(".json"));
            assertTrue(schema.bytes().size() > 0, schema.fileName());
        }
    }
}
