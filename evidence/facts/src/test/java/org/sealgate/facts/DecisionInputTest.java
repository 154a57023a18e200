package org.sealgate.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

class DecisionInputTest {
    private static final Json SALTED =
            Json.object().put("saltedSha256", "0".repeat(64)).build();

    @Test
    void snapshot_asked_isTheDocumentOfTheSchemasExample() {
        Reading reading = Examples.reading(Kind.LLM_RUN_SNAPSHOT, Examples.snapshot());
        Json.Obj expected = Examples.read("decision-input/examples/valid/snapshot.json");
        Json.Obj document = expected.object("document").with("bytes", Json.of(reading.bytes()));

        DecisionInput input = Examples.input(
                reading, Json.of(Digest.sha256("snapshot".getBytes(UTF_8)).text()));

        assertEquals(expected.with("document", document), input.json());
        String canonical = new String(input.canonical(), UTF_8);
        assertTrue(
                canonical.startsWith("{\"actor\":{\"apiRoles\":[\"publisher\"],\"id\":\"svc-publisher\""), canonical);
        assertEquals(canonical.indexOf(new String(input.facts(), UTF_8)), canonical.indexOf("{\"derived\""));
    }

    @Test
    void plainDigest_ofAWithheldDocument_isRefused() {
        Json.Obj meta = Examples.snapshot().object("meta").with("operator", Json.of("joe@example.com"));
        Reading reading =
                Examples.reading(Kind.LLM_RUN_SNAPSHOT, Examples.snapshot().with("meta", meta));
        Json plain = Json.of(reading.digest().text());
        assertThrows(IllegalArgumentException.class, () -> Examples.input(reading, plain));
        String canonical = new String(Examples.input(reading, SALTED).canonical(), UTF_8);
        assertFalse(canonical.contains("joe"), canonical);
        assertFalse(canonical.contains(reading.digest().hex()), canonical);
    }

    @Test
    void input_atTheLimit_fitsAndOneByteMoreDoesNot() {
        // measured near the limit, because the input counts the document's bytes and lists in decimal digits
        int near = 61_000;
        int room =
                DecisionInput.MAX_BYTES - Examples.input(padded(near), SALTED).canonical().length + near;
        for (int more : new int[] {-1, 0, 1}) {
            DecisionInput input = Examples.input(padded(room + more), SALTED);
            assertEquals(DecisionInput.MAX_BYTES + more, input.canonical().length);
            assertEquals(more > 0, input.isTooLarge());
        }
    }

    /** A snapshot with so many bytes more, in strings short enough to stand as they are. */
    private static Reading padded(int bytes) {
        List<Json> texts = new ArrayList<>();
        int left = bytes;
        while (left > 0) {
            int next = Math.min(left, 4000);
            // quotes and a comma are three bytes, the first item has no comma
            texts.add(Json.of("x".repeat(Math.max(1, next - (texts.isEmpty() ? 2 : 3)))));
            left -= next;
        }
        return Examples.reading(Kind.LLM_RUN_SNAPSHOT, Examples.snapshot().with("top_risks", Json.array(texts)));
    }

    @Test
    void observedObjects_areSortedByDigest() {
        TreeMap<Digest, Boolean> present = new TreeMap<>();
        present.put(Digest.ofHex("b".repeat(64)), false);
        present.put(Digest.ofHex("a".repeat(64)), true);
        Json.Obj observed = new Facts(Json.object().build(), present)
                .json(Examples.ACTOR, Examples.AT)
                .object("observed");
        assertEquals(
                List.of("sha256:" + "a".repeat(64), "sha256:" + "b".repeat(64)),
                observed.objects("objects").stream()
                        .map(row -> row.text("digest"))
                        .toList());
        assertEquals(Examples.AT, observed.text("clock"));
        assertEquals("svc-publisher", observed.object("actor").text("id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PARAMETER_CHARACTERS | ``",
                "PARAMETER_CHARACTERS | a b",
                "PARAMETER_CHARACTERS | a\\b",
                "PARAMETER_CHARACTERS | a\"b",
                "PARAMETER_CHARACTERS | a%40b",
                "PARAMETER_CHARACTERS | ünder",
                "PARAMETER_CHARACTERS | `a\nb`",
                "PARAMETER_CHARACTERS | root@localhost",
                "PARAMETER_FLAGGED | joe@example.com",
                "PARAMETER_FLAGGED | joe＠example.com"
            })
    void parameter_withOtherCharactersOrAnAddress_isRefused(String code, String value) {
        assertEquals(code, Parameters.problem(value).orElseThrow());
        assertThrows(IllegalArgumentException.class, () -> new Request(value, List.of(), null));
        assertThrows(IllegalArgumentException.class, () -> new Request(null, List.of("x", value), null));
        assertThrows(IllegalArgumentException.class, () -> new Request(null, List.of(), value));
    }

    @Test
    void parameter_ofOneToAHundredCharacters_stands() {
        for (String value : List.of("a", "DEC-001", "a.b_c:d/e-f", "x".repeat(99), "x".repeat(100))) {
            assertEquals(Optional.empty(), Parameters.problem(value));
        }
        assertEquals("PARAMETER_CHARACTERS", Parameters.problem("x".repeat(101)).orElseThrow());
    }

    // C-14
    @Test
    void actor_withoutIdOrRole_doesNotExist() {
        assertThrows(IllegalArgumentException.class, () -> new Actor("", "ci", "publisher", List.of(), null, "token"));
        assertThrows(IllegalArgumentException.class, () -> new Actor("a", "ci", "", List.of(), null, "token"));
    }
}
