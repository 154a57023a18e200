package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.sealgate.bundle.JsonCode.JSON_BOM;
import static org.sealgate.bundle.JsonCode.JSON_DEPTH;
import static org.sealgate.bundle.JsonCode.JSON_DUPLICATE_KEY;
import static org.sealgate.bundle.JsonCode.JSON_LIMIT;
import static org.sealgate.bundle.JsonCode.JSON_LONE_SURROGATE;
import static org.sealgate.bundle.JsonCode.JSON_NUMBER_RANGE;
import static org.sealgate.bundle.JsonCode.JSON_SHAPE;
import static org.sealgate.bundle.JsonCode.JSON_SYNTAX;
import static org.sealgate.bundle.JsonCode.JSON_TRAILING;
import static org.sealgate.bundle.JsonCode.JSON_UTF8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

// S002-33: duplicate keys, NaN, BOM, invalid UTF-8 rejected
class JsonReaderTest {
    /** Each character of the text is one byte. */
    static Stream<Arguments> refused() {
        return Stream.of(
                // grammar
                arguments("", JSON_SYNTAX, 0, ""),
                arguments("  ", JSON_SYNTAX, 2, ""),
                arguments("NaN", JSON_SYNTAX, 0, ""),
                arguments("[Infinity]", JSON_SYNTAX, 1, "/0"),
                arguments("nul", JSON_SYNTAX, 3, ""),
                arguments("nulL", JSON_SYNTAX, 3, ""),
                arguments("[1,]", JSON_SYNTAX, 3, "/1"),
                arguments("[,1]", JSON_SYNTAX, 1, "/0"),
                arguments("[1 2]", JSON_SYNTAX, 3, "/0"),
                arguments("[1", JSON_SYNTAX, 2, "/0"),
                arguments("[}", JSON_SYNTAX, 1, "/0"),
                arguments("{", JSON_SYNTAX, 1, ""),
                arguments("{\"a\"}", JSON_SYNTAX, 4, "/a"),
                arguments("{\"a\":}", JSON_SYNTAX, 5, "/a"),
                arguments("{\"a\":1,}", JSON_SYNTAX, 7, ""),
                arguments("{\"a\":1 \"b\":2}", JSON_SYNTAX, 7, ""),
                arguments("{a:1}", JSON_SYNTAX, 1, ""),
                arguments("{'a':1}", JSON_SYNTAX, 1, ""),
                arguments("/* no */1", JSON_SYNTAX, 0, ""),
                arguments("\f1", JSON_SYNTAX, 0, ""),
                // strings
                arguments("\"", JSON_SYNTAX, 1, ""),
                arguments("\"a", JSON_SYNTAX, 2, ""),
                arguments("\"\\", JSON_SYNTAX, 1, ""),
                arguments("\"\\\"", JSON_SYNTAX, 3, ""),
                arguments("\"a\nb\"", JSON_SYNTAX, 2, ""),
                arguments("\"\\n\0\"", JSON_SYNTAX, 3, ""),
                arguments("\"\\x41\"", JSON_SYNTAX, 1, ""),
                arguments("\"\\U0041\"", JSON_SYNTAX, 1, ""),
                arguments("\"\\u004\"", JSON_SYNTAX, 1, ""),
                arguments("\"\\u+041\"", JSON_SYNTAX, 1, ""),
                arguments("\"\\u00e", JSON_SYNTAX, 1, ""),
                // numbers
                arguments("01", JSON_SYNTAX, 0, ""),
                arguments("[-01]", JSON_SYNTAX, 1, "/0"),
                arguments("+1", JSON_SYNTAX, 0, ""),
                arguments(".5", JSON_SYNTAX, 0, ""),
                arguments("-", JSON_SYNTAX, 1, ""),
                arguments("1.", JSON_SYNTAX, 2, ""),
                arguments("1.e5", JSON_SYNTAX, 2, ""),
                arguments("1e", JSON_SYNTAX, 2, ""),
                arguments("1e+", JSON_SYNTAX, 3, ""),
                arguments("0x10", JSON_TRAILING, 1, ""),
                arguments("{\"a\":[0,1e400]}", JSON_NUMBER_RANGE, 8, "/a/1"),
                arguments("-1e309", JSON_NUMBER_RANGE, 0, ""),
                arguments("1" + "0".repeat(309), JSON_NUMBER_RANGE, 0, ""),
                arguments("1e99999999999", JSON_NUMBER_RANGE, 0, ""),
                // UTF-8
                arguments("\u00ef\u00bb\u00bf{}", JSON_BOM, 0, ""),
                arguments("\u00ff\u00fe{\0}\0", JSON_UTF8, 0, ""),
                arguments("\u00fe\u00ff\0{\0}", JSON_UTF8, 0, ""),
                arguments("{\0}\0", JSON_SYNTAX, 1, ""),
                arguments("\"\u00c0\u00af\"", JSON_UTF8, 1, ""),
                arguments("\"\u00c1\u0081\"", JSON_UTF8, 1, ""),
                arguments("\"\u00e0\u0080\u00af\"", JSON_UTF8, 1, ""),
                arguments("\"\u00e0\u009f\u00bf\"", JSON_UTF8, 1, ""),
                arguments("\"\u00f0\u0080\u0080\u00af\"", JSON_UTF8, 1, ""),
                arguments("\"\u00f0\u008f\u00bf\u00bf\"", JSON_UTF8, 1, ""),
                arguments("\"\u00ed\u00a0\u0080\"", JSON_UTF8, 1, ""),
                arguments("\"\u00ed\u00a0\u00bd\u00ed\u00b8\u0080\"", JSON_UTF8, 1, ""),
                arguments("\"\u00f4\u0090\u0080\u0080\"", JSON_UTF8, 1, ""),
                arguments("\"\u00f5\u0080\u0080\u0080\"", JSON_UTF8, 1, ""),
                arguments("\"\u00f8\u0088\u0080\u0080\u0080\"", JSON_UTF8, 1, ""),
                arguments("\"a\u0080\"", JSON_UTF8, 2, ""),
                arguments("\"\u00c3\"", JSON_UTF8, 1, ""),
                arguments("\"\u00e2\u0082\"", JSON_UTF8, 1, ""),
                arguments("\"\u00e2\u0082", JSON_UTF8, 1, ""),
                arguments("\"\u00f0\u009f\u0098", JSON_UTF8, 1, ""),
                arguments("\"\\n\u00ff\"", JSON_UTF8, 3, ""),
                arguments("[\u00ff]", JSON_UTF8, 1, "/0"),
                arguments("[\u00c3\u00a9]", JSON_SYNTAX, 1, "/0"),
                // surrogates
                arguments("\"\\ud800\"", JSON_LONE_SURROGATE, 1, ""),
                arguments("\"\\udc00\"", JSON_LONE_SURROGATE, 1, ""),
                arguments("\"\\ud800x\"", JSON_LONE_SURROGATE, 1, ""),
                arguments("\"\\ud800\\n\"", JSON_LONE_SURROGATE, 1, ""),
                arguments("\"\\ud800\\ud800\\udc00\"", JSON_LONE_SURROGATE, 1, ""),
                arguments("\"\\udc00\\ud800\"", JSON_LONE_SURROGATE, 1, ""),
                arguments("\"\\ud83d\\ude00\\ude00\"", JSON_LONE_SURROGATE, 13, ""),
                arguments("{\"\\ud800\":1}", JSON_LONE_SURROGATE, 2, ""),
                arguments("\"\\ud83d\\u\"", JSON_SYNTAX, 7, ""),
                // names
                arguments("{\"a\":null,\"a\":2}", JSON_DUPLICATE_KEY, 10, "/a"),
                arguments("{\"a\":1,\"\\u0061\":2}", JSON_DUPLICATE_KEY, 7, "/a"),
                arguments("[{\"\":1,\"\":1}]", JSON_DUPLICATE_KEY, 7, "/0/"),
                arguments("{\"\u00c3\u00a9\":1,\"\\u00e9\":2}", JSON_DUPLICATE_KEY, 8, "/\u00e9"),
                arguments("{\"x/~\":{\"b\":0,\"b\":0}}", JSON_DUPLICATE_KEY, 14, "/x~1~0/b"),
                arguments(members(13) + ",\"n7\":0}", JSON_DUPLICATE_KEY, 95, "/n7"),
                arguments(members(300) + ",\"n299\":0}", JSON_DUPLICATE_KEY, 2591, "/n299"),
                // behind the document
                arguments("{}x", JSON_TRAILING, 2, ""),
                arguments("{} {}", JSON_TRAILING, 3, ""),
                arguments("1\0", JSON_TRAILING, 1, ""),
                arguments("[]]", JSON_TRAILING, 2, ""));
    }

    /** An object of so many members, but for its closing brace. */
    private static String members(int count) {
        StringBuilder text = new StringBuilder("{\"n0\":0");
        for (int i = 1; i < count; i++) {
            text.append(",\"n").append(i).append("\":0");
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void read_badText_refusedWithCodeOffsetAndPointer(String text, JsonCode code, int offset, String pointer) {
        JsonException refusal = assertThrows(JsonException.class, () -> JsonReader.read(text.getBytes(ISO_8859_1)));
        assertEquals(
                List.of(code, offset, pointer), List.of(refusal.code(), refusal.offset(), refusal.pointer()), text);
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("null", Json.NULL),
                arguments(" \t\r\n true \n", Json.of(true)),
                arguments("false", Json.of(false)),
                arguments("\"\"", Json.of("")),
                arguments("\"plain\"", Json.of("plain")),
                arguments("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", Json.of("\"\\/\b\f\n\r\t")),
                arguments("\"\\u00e9\\u00E9\u00e9\"", Json.of("\u00e9\u00e9\u00e9")),
                arguments("\"\\u20ac\u20ac\"", Json.of("\u20ac\u20ac")),
                arguments("\"\\ud83d\\uDE00\ud83d\ude00\"", Json.of("\ud83d\ude00\ud83d\ude00")),
                arguments("\"\\u0000\"", Json.of("\0")),
                arguments(
                        "\"\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\"",
                        Json.of("\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff")),
                arguments("\"\ud800\udc00\udbff\udfff\"", Json.of("\ud800\udc00\udbff\udfff")),
                arguments("\"\ufeff\"", Json.of("\ufeff")),
                arguments("-0", new Json.Num("-0")),
                arguments("1.50e+3", new Json.Num("1.50e+3")),
                arguments("0E-0", new Json.Num("0E-0")),
                arguments("1e-400", new Json.Num("1e-400")),
                arguments("1.7976931348623157e308", new Json.Num("1.7976931348623157e308")),
                arguments("9".repeat(308), new Json.Num("9".repeat(308))),
                arguments("[]", Json.array(List.of())),
                arguments("[ ]", Json.array(List.of())),
                arguments(
                        "[1, [2,3] ,4]",
                        Json.array(List.of(Json.of(1), Json.array(List.of(Json.of(2), Json.of(3))), Json.of(4)))),
                arguments("{ }", Json.object().build()),
                arguments(
                        "{\"a\" : {\"a\":1} , \"b\":[{}]}",
                        Json.object()
                                .put("a", Json.object().put("a", 1).build())
                                .put("b", Json.array(List.of(Json.object().build())))
                                .build()));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void read_goodText_givesValue(String text, Json value) {
        assertEquals(value, JsonReader.read(text.getBytes(UTF_8)));
    }

    @Test
    void read_object_keepsDocumentOrder() {
        String[] names = {"z", "a", "é", "", "m", "l", "k", "j", "i", "h", "g", "f", "e", "d", "c", "b"};
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append(text.isEmpty() ? "{" : ",").append('"').append(name).append("\":0");
        }
        Json.Obj object = JsonReader.readObject((text + "}").getBytes(UTF_8));
        assertEquals(List.of(names), List.copyOf(object.members().keySet()));
    }

    @Test
    void readObject_otherValue_refusedAsShape() {
        for (String text : new String[] {"[]", "null", "1", "\"{}\""}) {
            JsonException refusal =
                    assertThrows(JsonException.class, () -> JsonReader.readObject(text.getBytes(UTF_8)));
            assertEquals(JSON_SHAPE, refusal.code(), text);
        }
    }

    /** Name, text of a size, the limit, what the next larger one is refused with. */
    static Stream<Arguments> limits() {
        JsonLimits proposal = JsonLimits.PROPOSAL;
        return Stream.of(
                limit("depth", n -> "[".repeat(n) + "]".repeat(n), proposal.depth(), JSON_DEPTH),
                limit("depth of objects", n -> "{\"a\":".repeat(n) + "1" + "}".repeat(n), proposal.depth(), JSON_DEPTH),
                limit("members", n -> members(n) + "}", proposal.membersPerObject(), JSON_LIMIT),
                limit("tokens, array", n -> "[" + "0,".repeat(n - 2) + "0]", proposal.tokens(), JSON_LIMIT),
                limit(
                        "tokens, objects",
                        n -> "[" + "{\"a\":1},".repeat((n - 2) / 3) + "0" + ",0".repeat((n - 2) % 3) + "]",
                        proposal.tokens(),
                        JSON_LIMIT),
                limit("string", n -> "\"" + "x".repeat(n) + "\"", proposal.stringBytes(), JSON_LIMIT),
                limit("name", n -> "{\"" + "x".repeat(n) + "\":1}", proposal.stringBytes(), JSON_LIMIT),
                limit(
                        "string of é",
                        n -> "\"" + "é".repeat(n / 2) + "x".repeat(n % 2) + "\"",
                        proposal.stringBytes(),
                        JSON_LIMIT),
                limit(
                        "string of \\u00e9",
                        n -> "\"" + "\\u00e9".repeat(n / 2) + "x".repeat(n % 2) + "\"",
                        proposal.stringBytes(),
                        JSON_LIMIT),
                limit("string of \\n", n -> "\"" + "\\n".repeat(n) + "\"", proposal.stringBytes(), JSON_LIMIT),
                limit(
                        "string of pairs",
                        n -> "\"" + "\\ud83d\\ude00".repeat(n / 4) + "x".repeat(n % 4) + "\"",
                        proposal.stringBytes(),
                        JSON_LIMIT),
                limit("number", n -> "-0." + "1".repeat(n - 3), proposal.numberChars(), JSON_LIMIT),
                limit("number, exponent", n -> "1e" + "0".repeat(n - 3) + "1", proposal.numberChars(), JSON_LIMIT));
    }

    private static Arguments limit(String name, IntFunction<String> text, int limit, JsonCode code) {
        return arguments(name, text, limit, code);
    }

    // promises.md, Limits: each tested at limit-1, limit, limit+1
    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void read_atLimit_acceptedAndOneMoreRefused(String name, IntFunction<String> text, int limit, JsonCode code) {
        JsonReader.read(text.apply(limit - 1).getBytes(UTF_8), JsonLimits.PROPOSAL);
        JsonReader.read(text.apply(limit).getBytes(UTF_8), JsonLimits.PROPOSAL);
        JsonException refusal = assertThrows(
                JsonException.class, () -> JsonReader.read(text.apply(limit + 1).getBytes(UTF_8), JsonLimits.PROPOSAL));
        assertEquals(code, refusal.code());
    }

    @Test
    void read_deepText_refusedWithoutStackOverflow() {
        for (String open : new String[] {"[", "{\"a\":", "[{\"a\":"}) {
            byte[] text = open.repeat(300_000).getBytes(UTF_8);
            assertEquals(
                    JSON_DEPTH,
                    assertThrows(JsonException.class, () -> JsonReader.read(text))
                            .code());
        }
    }

    /** Names that share one String.hashCode ("Aa" and "BB" do): an index that they can degrade would take minutes here. */
    @Test
    void read_collidingNames_takesNoLonger() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1 << 16; i++) {
            text.append(i == 0 ? "{\"" : ",\"");
            for (int bit = 0; bit < 16; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            text.append("\":0");
        }
        byte[] bytes = text.append('}').toString().getBytes(UTF_8);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertEquals(
                        1 << 16, JsonReader.readObject(bytes).members().size()));
    }

    @Test
    void read_everyPrefixOfADocument_refusedNeverCrashes() {
        byte[] text = "{\"a\":[true,false,null,-1.5e+3,\"\\ud83d\\ude00é\"],\"b\":{\"c\":\"x\"}}".getBytes(UTF_8);
        JsonReader.read(text);
        for (int length = 0; length < text.length; length++) {
            byte[] prefix = Arrays.copyOf(text, length);
            assertThrows(JsonException.class, () -> JsonReader.read(prefix), "length " + length);
        }
    }

    /** The strict decoder of the JDK is the judge over every first and second byte and the edges of the others. */
    @Test
    void read_everyByteSequence_acceptedExactlyWhenUtf8() {
        for (int lead = 0x80; lead < 0x100; lead++) {
            for (int second = 0x7f; second <= 0xc0; second++) {
                for (int third : new int[] {'x', 0x80, 0xbf, 0xc0}) {
                    for (int fourth : new int[] {'x', 0xbf}) {
                        assertAgreesWithJdk((byte) lead, (byte) second, (byte) third, (byte) fourth);
                    }
                }
            }
        }
    }

    private static void assertAgreesWithJdk(byte... middle) {
        for (byte b : middle) {
            if ((b >= 0 && b < ' ') || b == '"' || b == '\\') {
                return;
            }
        }
        byte[] text = new byte[middle.length + 2];
        text[0] = '"';
        System.arraycopy(middle, 0, text, 1, middle.length);
        text[middle.length + 1] = '"';
        String expected;
        try {
            expected = UTF_8.newDecoder().decode(ByteBuffer.wrap(middle)).toString();
        } catch (CharacterCodingException e) {
            expected = null;
        }
        String found;
        try {
            found = ((Json.Str) JsonReader.read(text)).value();
        } catch (JsonException e) {
            assertEquals(JSON_UTF8, e.code());
            found = null;
        }
        assertEquals(expected, found, () -> HexFormat.of().formatHex(middle));
    }

    @Test
    void limits_outOfRange_refused() {
        for (int depth : new int[] {0, -1, 513}) {
            assertThrows(IllegalArgumentException.class, () -> new JsonLimits(depth, 1, 1, 1, 1));
        }
        for (int i = 0; i < 4; i++) {
            List<Integer> n = new ArrayList<>(Collections.nCopies(4, 1));
            n.set(i, 0);
            assertThrows(
                    IllegalArgumentException.class, () -> new JsonLimits(1, n.get(0), n.get(1), n.get(2), n.get(3)));
        }
    }
}
