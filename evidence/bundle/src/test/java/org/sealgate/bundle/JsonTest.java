package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final Json.Obj DOCUMENT = JsonReader.readObject("""
            {"o":{"x":1},"a":[1,"s",{}],"t":"text","i":-42,"max":9223372036854775807,"over":9223372036854775808,
             "f":1.0,"e":1e2,"b":true,"n":null,"ts":["p","q"],"os":[{"k":1},{}],"":0,"a/b":{"~":[7]}}""".getBytes(UTF_8));

    @Test
    void accessors_memberOfTheType_giveIt() {
        assertEquals(Json.of(1), DOCUMENT.object("o").get("x"));
        assertEquals(3, DOCUMENT.array("a").items().size());
        assertEquals("text", DOCUMENT.text("t"));
        assertEquals("text", DOCUMENT.textOrNull("t"));
        assertNull(DOCUMENT.textOrNull("n"));
        assertNull(DOCUMENT.textOrNull("absent"));
        assertEquals(-42, DOCUMENT.integer("i"));
        assertEquals(Long.MAX_VALUE, DOCUMENT.integer("max"));
        assertTrue(DOCUMENT.bool("b"));
        assertEquals(List.of("p", "q"), DOCUMENT.texts("ts"));
        assertEquals(2, DOCUMENT.objects("os").size());
        assertTrue(DOCUMENT.has("n"));
        assertEquals(Json.NULL, DOCUMENT.get("n"));
        assertFalse(DOCUMENT.has("absent"));
        assertNull(DOCUMENT.get("absent"));
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                misfit("/absent", o -> o.text("absent")),
                misfit("/t", o -> o.object("t")),
                misfit("/o", o -> o.array("o")),
                misfit("/i", o -> o.text("i")),
                misfit("/n", o -> o.text("n")),
                misfit("/i", o -> o.textOrNull("i")),
                misfit("/t", o -> o.integer("t")),
                misfit("/over", o -> o.integer("over")),
                misfit("/f", o -> o.integer("f")),
                misfit("/e", o -> o.integer("e")),
                misfit("/t", o -> o.bool("t")),
                misfit("/a/0", o -> o.texts("a")),
                misfit("/a/0", o -> o.objects("a")),
                misfit("/t", o -> o.texts("t")),
                misfit("/a~1b", o -> o.text("a/b")));
    }

    private static Arguments misfit(String pointer, Consumer<Json.Obj> access) {
        return arguments(pointer, access);
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void accessors_otherType_refusedWithPointer(String pointer, Consumer<Json.Obj> access) {
        JsonException refusal = assertThrows(JsonException.class, () -> access.accept(DOCUMENT));
        assertEquals(JsonCode.JSON_SHAPE, refusal.code());
        assertEquals(pointer, refusal.pointer());
        assertEquals(-1, refusal.offset());
    }

    @Test
    void withAndWithout_leaveTheOriginal() {
        Json.Obj small = Json.object().put("a", 1).put("b", 2).build();
        assertEquals(List.of("a", "b", "c"), names(small.with("c", Json.NULL)));
        assertEquals(List.of("a", "b"), names(small.with("a", Json.NULL)));
        assertEquals(List.of("b"), names(small.without("a", "absent")));
        assertEquals(List.of("a", "b"), names(small));
    }

    private static List<String> names(Json.Obj object) {
        return List.copyOf(object.members().keySet());
    }

    @Test
    void builder_nameTwice_refused() {
        ObjBuilder builder = Json.object().put("a", 1);
        assertThrows(IllegalArgumentException.class, () -> builder.put("a", "again"));
    }

    @Test
    void builder_absentValue_leftOut() {
        @Nullable String absentText = null;
        @Nullable Json absent = null;
        Json.Obj built = Json.object()
                .putIfPresent("a", absentText)
                .putIfPresent("b", absent)
                .putIfPresent("c", "x")
                .putIfPresent("d", Json.of(true))
                .put("e", false)
                .build();
        assertEquals(List.of("c", "d", "e"), names(built));
    }

    @Test
    void equality_memberOrder_doesNotCount() {
        Json.Obj ab = Json.object().put("a", 1).put("b", 2).build();
        Json.Obj ba = Json.object().put("b", 2).put("a", 1).build();
        assertEquals(ab, ba);
        assertEquals(ab.hashCode(), ba.hashCode());
        assertNotEquals(new Json.Num("1"), new Json.Num("1.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "a\udbffb", "\ud83d\ude00\ud83d", "\ude00\ud83d"})
    void loneSurrogate_anywhere_cannotBeMade(String text) {
        assertThrows(IllegalArgumentException.class, () -> Json.of(text));
        ObjBuilder builder = Json.object().put(text, 1);
        assertThrows(IllegalArgumentException.class, builder::build);
        assertThrows(IllegalArgumentException.class, () -> Json.object().build().with(text, Json.NULL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "-", "01", "-01", "1.", ".1", "1e", "1e+", "+1", "NaN", "1 ", " 1", "0x1", "1e1.0", "1-1", "--1",
                "1,0", "١"
            })
    void number_offTheGrammar_cannotBeMade(String lexeme) {
        assertThrows(IllegalArgumentException.class, () -> new Json.Num(lexeme));
    }

    @Test
    void collections_cannotBeChanged() {
        List<Json> items = new ArrayList<>(List.of(Json.of(1)));
        Json.Arr array = new Json.Arr(items);
        items.add(Json.of(2));
        assertEquals(1, array.items().size());
        assertThrows(UnsupportedOperationException.class, () -> array.items().add(Json.NULL));
        Map<String, Json> members = DOCUMENT.members();
        assertThrows(UnsupportedOperationException.class, () -> members.put("x", Json.NULL));
        assertThrows(UnsupportedOperationException.class, () -> members.remove("o"));
        var iterator = members.entrySet().iterator();
        iterator.next();
        assertThrows(UnsupportedOperationException.class, iterator::remove);
        assertThrows(
                UnsupportedOperationException.class,
                () -> members.entrySet().iterator().next().setValue(Json.NULL));
        iterator.forEachRemaining(e -> {});
        assertThrows(NoSuchElementException.class, iterator::next);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|whole",
                "/t|\"text\"",
                "/o/x|1",
                "/a/1|\"s\"",
                "/a/2|{}",
                "/|0",
                "/a~1b/~0/0|7",
                "/a/3|none",
                "/a/01|none",
                "/a/-|none",
                "/a/-1|none",
                "/a/99999999999|none",
                "/a/|none",
                "/t/x|none",
                "/n/x|none",
                "/b/x|none",
                "/i/0|none",
                "/absent|none",
                "/a/b|none"
            })
    void pointer_find_givesValueOrNull(String pointer, String expected) {
        Json found = JsonPointer.find(DOCUMENT, pointer);
        switch (expected) {
            case "whole" -> assertEquals(DOCUMENT, found);
            case "none" -> assertNull(found);
            default -> assertEquals(JsonReader.read(expected.getBytes(UTF_8)), found);
        }
    }

    @Test
    void pointer_withoutSlash_refused() {
        assertThrows(IllegalArgumentException.class, () -> JsonPointer.find(DOCUMENT, "t"));
    }

    @Test
    void pointer_escape_roundTrips() {
        for (String name : new String[] {"plain", "a/b", "~", "~1", "/~0/", ""}) {
            Json.Obj object = Json.object().put(name, 1).build();
            assertEquals(Json.of(1), JsonPointer.find(object, "/" + JsonPointer.escape(name)), name);
        }
    }
}
