package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are refused with one code at one place, or are one value, which every writer can write and the reader reads again. */
class JsonReaderFuzzTest {
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void read_anyBytes_refusedOrOneValue(byte[] bytes) {
        Cost cost = new Cost();
        Json value;
        try {
            value = JsonReader.read(bytes);
        } catch (JsonException e) {
            cost.requireInProportion(bytes.length);
            assertTrue(e.offset() >= 0 && e.offset() <= bytes.length, e.getMessage());
            assertNotNull(e.code());
            return;
        }
        cost.requireInProportion(bytes.length);
        requireOneValue(value);
        requireStricter(bytes, value);
    }

    private static void requireOneValue(Json value) {
        byte[] canonical = CanonicalJson.rfc8785(value);
        assertArrayEquals(canonical, CanonicalJson.rfc8785(JsonReader.read(canonical)));
        for (byte[] python : new byte[][] {
            CanonicalJson.pyCompact(value), CanonicalJson.pyDefault(value), CanonicalJson.pyIndent2(value)
        }) {
            Json again = JsonReader.read(python);
            assertArrayEquals(canonical, CanonicalJson.rfc8785(again), () -> new String(python, UTF_8));
            assertArrayEquals(CanonicalJson.pyCompact(value), CanonicalJson.pyCompact(again));
        }
    }

    /** What a caller may send is a part of what evidence may hold, and means the same. */
    private static void requireStricter(byte[] bytes, Json value) {
        try {
            assertEquals(value, JsonReader.read(bytes, JsonLimits.PROPOSAL));
        } catch (JsonException e) {
            assertTrue(
                    e.code() == JsonCode.JSON_LIMIT || e.code() == JsonCode.JSON_DEPTH,
                    () -> "accepted as evidence, and " + e.getMessage());
        }
    }

    static Stream<Arguments> seeds() {
        return Stream.of(
                        "{\"a\":1,\"\\u0061\":2}",
                        "{\"b\":87.0,\"a\":\"\u00e9\\ud83d\\ude00\",\"n\":-1e+16,\"t\":[true,false,null,{}]}",
                        "[1e308,5e-324,9007199254740993,-0.0,-0,0.1]",
                        "\"\\ud800\"",
                        "\ufeff{}",
                        "{\"a\":{\"b\":[[[[]]]]},\"aa\":\"\\n\\\"\\/\\b\\f\\r\\t\\\\\"} ",
                        "[1e999]",
                        "[01]",
                        "{\"hash\":\"\",\"runId\":\"RUN-001\"} x")
                .map(text -> Arguments.of((Object) text.getBytes(UTF_8)));
    }
}
