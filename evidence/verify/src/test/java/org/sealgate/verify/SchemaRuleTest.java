package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** Each rule by itself: what it says of a value, at which place, and that it says nothing of values that it is not about. */
class SchemaRuleTest {
    private static final SchemaRule NEVER = SchemaRule.never("not");
    private static final SchemaRule TEXT = SchemaRule.type(Set.of("string"));

    /** A rule, a document, and the violations as {@code pointer keyword}. */
    record Row(String name, SchemaRule rule, String document, List<String> violations) {
        @Override
        public String toString() {
            return name + " of " + document;
        }
    }

    private static Row row(String name, SchemaRule rule, String document, String... violations) {
        return new Row(name, rule, document, List.of(violations));
    }

    static List<Row> ofOneValue() {
        SchemaRule length = SchemaRule.length(1, 2, "length");
        SchemaRule range = SchemaRule.range(BigDecimal.ONE, BigDecimal.TWO, "range");
        SchemaRule values = SchemaRule.oneOfValues(List.of(Json.of("a"), new Json.Num("1.0")), "enum");
        return List.of(
                row("never", NEVER, "1", " not"),
                row("type", TEXT, "1", " type"),
                row("type", TEXT, "\"a\""),
                row("type number", SchemaRule.type(Set.of("number")), "1.5"),
                row("type integer", SchemaRule.type(Set.of("integer")), "1.50", " type"),
                row("type integer", SchemaRule.type(Set.of("integer")), "1.0"),
                row("type integer", SchemaRule.type(Set.of("integer")), "1e2"),
                row("enum", values, "1"),
                row("enum", values, "\"b\"", " enum"),
                row("pattern", SchemaRule.pattern("^a+$"), "\"aa\""),
                row("pattern", SchemaRule.pattern("^a+$"), "\"b\"", " pattern"),
                row("pattern", SchemaRule.pattern("^a+$"), "7"),
                row("date", SchemaRule.date(), "\"2024-02-29\""),
                row("date", SchemaRule.date(), "\"2025-02-29T00:00:00Z\"", " format"),
                row("date", SchemaRule.date(), "\"2025-02-\"", " format"),
                row("date", SchemaRule.date(), "7"),
                row("length", length, "\"\"", " length"),
                row("length", length, "\"a\""),
                row("length", length, "\"\uD83D\uDE00\uD83D\uDE00\""),
                row("length", length, "\"abc\"", " length"),
                row("length", length, "[]"),
                row("range", range, "0.9", " range"),
                row("range", range, "1"),
                row("range", range, "2.0"),
                row("range", range, "2.01", " range"),
                row("range", range, "\"3\""),
                row("range of a zero with any exponent", range, "0e99999999999", " range"),
                row("type of a zero with any exponent", SchemaRule.type(Set.of("integer")), "-0.0e-99999999999"),
                row("enum of a zero with any exponent", values, "0e99999999999", " enum"));
    }

    static List<Row> ofMany() {
        SchemaRule count = SchemaRule.itemCount(1, 2, "count");
        SchemaRule members = SchemaRule.memberCount(1, 2, "members");
        SchemaRule named = SchemaRule.members(Map.of("a", TEXT), NEVER);
        return List.of(
                row("item count", count, "[]", " count"),
                row("item count", count, "[1]"),
                row("item count", count, "[1,2]"),
                row("item count", count, "[1,2,3]", " count"),
                row("item count", count, "{}"),
                row("member count", members, "{}", " members"),
                row("member count", members, "{\"a\":1}"),
                row("member count", members, "{\"a\":1,\"b\":2}"),
                row("member count", members, "{\"a\":1,\"b\":2,\"c\":3}", " members"),
                row("member count", members, "[]"),
                row("items", SchemaRule.items(TEXT), "[1,\"a\",2]", "/0 type", "/2 type"),
                row("items", SchemaRule.items(TEXT), "{}"),
                row("contains", SchemaRule.contains(TEXT), "[1,\"a\"]"),
                row("contains", SchemaRule.contains(TEXT), "[1]", " contains"),
                row("contains", SchemaRule.contains(TEXT), "1"),
                row("required", SchemaRule.required(List.of("a", "b")), "{}", "/a required", "/b required"),
                row("required", SchemaRule.required(List.of("a", "b")), "{\"b\":1}", "/a required"),
                row("required", SchemaRule.required(List.of("a")), "[]"),
                row("members", named, "{\"a\":1,\"b\":2}", "/a type", "/b not"),
                row("members", named, "{\"a\":\"x\"}"),
                row("members", named, "[1]"),
                row("members in items", SchemaRule.items(named), "[{\"a\":1},{\"c\":1}]", "/0/a type", "/1/c not"),
                row("names", SchemaRule.names(SchemaRule.length(1, 1, "length")), "{\"a\":1}"),
                row("all", SchemaRule.all(List.of(TEXT, NEVER)), "1", " type", " not"),
                row("all", SchemaRule.all(List.of(NEVER, TEXT)), "\"a\"", " not"),
                row("all of none", SchemaRule.all(List.of()), "1"));
    }

    /** The longest way that a document has, which is longer than room is made for at first. */
    @Test
    void place_farBelow_isNamedWhole() {
        SchemaPlace place = new SchemaPlace();
        for (int i = 0; i < 130; i++) {
            place.enter(i);
        }
        place.refuse("a~b", "required");
        String pointer = place.violations().getFirst().pointer();
        assertTrue(pointer.startsWith("/0/1/2/"), pointer);
        assertTrue(pointer.endsWith("/127/128/129/a~0b"), pointer);
    }

    /** A stranger's document with a million of them takes no memory for each, and is refused all the same. */
    @Test
    void place_withViolationsWithoutEnd_keepsTheFirstHundred() {
        SchemaPlace place = new SchemaPlace();
        String many = "[" + "1,".repeat(149) + "1]";
        assertFalse(SchemaRule.items(TEXT).holds(JsonReader.read(many.getBytes(UTF_8)), place));
        assertEquals(100, place.violations().size());
        assertEquals("/99", place.violations().getLast().pointer());
    }

    @ParameterizedTest
    @MethodSource({"ofOneValue", "ofMany"})
    void rule_ofAValue_saysWhatIsWrongAndWhere(Row row) {
        SchemaPlace place = new SchemaPlace();
        boolean holds = row.rule().holds(JsonReader.read(row.document().getBytes(UTF_8)), place);
        assertEquals(
                row.violations(),
                place.violations().stream()
                        .map(each -> each.pointer() + " " + each.keyword())
                        .toList());
        assertEquals(row.violations().isEmpty(), holds);
    }
}
