package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalJsonTest {
    static Stream<Arguments> forms() {
        return Stream.of(
                arguments(
                        "{\"b\":87.0,\"a\":\"\\u00e9\",\"n\":1e16}",
                        "{\"a\":\"é\",\"b\":87,\"n\":10000000000000000}",
                        "{\"a\":\"é\",\"b\":87.0,\"n\":1e+16}",
                        "{\"a\": \"\\u00e9\", \"b\": 87.0, \"n\": 1e+16}",
                        "{\n  \"a\": \"\\u00e9\",\n  \"b\": 87.0,\n  \"n\": 1e+16\n}"),
                arguments(
                        "[[],{},[[1]],{\"x\":[]}]",
                        "[[],{},[[1]],{\"x\":[]}]",
                        "[[],{},[[1]],{\"x\":[]}]",
                        "[[], {}, [[1]], {\"x\": []}]",
                        "[\n  [],\n  {},\n  [\n    [\n      1\n    ]\n  ],\n  {\n    \"x\": []\n  }\n]"),
                arguments(
                        "[null,true,false,-0,123456789012345678901234567890]",
                        "[null,true,false,0,1.2345678901234568e+29]",
                        "[null,true,false,0,123456789012345678901234567890]",
                        "[null, true, false, 0, 123456789012345678901234567890]",
                        "[\n  null,\n  true,\n  false,\n  0,\n  123456789012345678901234567890\n]"),
                // U+FB33 sorts behind U+1F600 by UTF-16 code unit and before it by code point
                arguments(
                        "{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"a\":3,\"\":4}",
                        "{\"\":4,\"a\":3,\"\ud83d\ude00\":2,\"\ufb33\":1}",
                        "{\"\":4,\"a\":3,\"\ufb33\":1,\"\ud83d\ude00\":2}",
                        "{\"\": 4, \"a\": 3, \"\\ufb33\": 1, \"\\ud83d\\ude00\": 2}",
                        "{\n  \"\": 4,\n  \"a\": 3,\n  \"\\ufb33\": 1,\n  \"\\ud83d\\ude00\": 2\n}"),
                arguments(
                        "\"\\b\\t\\n\\f\\r\\\"\\\\\\/\\u0000\\u001f\\u007f<\\u2028\"",
                        "\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0000\\u001f\u007f<\u2028\"",
                        "\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0000\\u001f\u007f<\u2028\"",
                        "\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0000\\u001f\\u007f<\\u2028\"",
                        "\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0000\\u001f\\u007f<\\u2028\""));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void write_value_everyFormAsDefined(
            String text, String rfc8785, String pyCompact, String pyDefault, String pyIndent2) {
        Json value = JsonReader.read(text.getBytes(UTF_8));
        assertEquals(rfc8785, new String(CanonicalJson.rfc8785(value), UTF_8));
        assertEquals(pyCompact, new String(CanonicalJson.pyCompact(value), UTF_8));
        assertEquals(pyDefault, new String(CanonicalJson.pyDefault(value), UTF_8));
        assertEquals(pyIndent2, new String(CanonicalJson.pyIndent2(value), UTF_8));
    }

    @Test
    void write_generatedDocuments_canonicalFormIsAFixedPoint() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            Json value = JsonReader.read(GeneratedJson.document(random));
            byte[] rfc8785 = CanonicalJson.rfc8785(value);
            assertArrayEquals(rfc8785, CanonicalJson.rfc8785(JsonReader.read(rfc8785)));
            byte[] pyCompact = CanonicalJson.pyCompact(value);
            assertArrayEquals(pyCompact, CanonicalJson.pyCompact(JsonReader.read(pyCompact)));
            byte[] pyDefault = CanonicalJson.pyDefault(value);
            assertArrayEquals(pyCompact, CanonicalJson.pyCompact(JsonReader.read(pyDefault)));
        }
    }

    @Test
    void write_manyMembers_sorted() {
        ObjBuilder builder = Json.object();
        StringBuilder expected = new StringBuilder("{");
        for (int i = 999; i >= 0; i--) {
            builder.put(String.format(Locale.ROOT, "%03d", i), i);
        }
        for (int i = 0; i < 1_000; i++) {
            expected.append(String.format(Locale.ROOT, "%s\"%03d\":%d", i == 0 ? "" : ",", i, i));
        }
        assertEquals(expected + "}", new String(CanonicalJson.rfc8785(builder.build()), UTF_8));
    }

    @Test
    void write_numberBeyondDouble_refused() {
        Json value = Json.array(List.of(new Json.Num("1e400")));
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.rfc8785(value));
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.pyCompact(value));
    }
}
