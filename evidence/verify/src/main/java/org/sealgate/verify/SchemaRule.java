package org.sealgate.verify;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;

/**
 * One keyword of a schema, or several that belong together. A value of another type than the keyword is about satisfies it, as JSON
 * Schema has it.
 */
@FunctionalInterface
interface SchemaRule {
    /** Whether the value satisfies the rule; each reason why not is noted at its place. */
    boolean holds(Json value, SchemaPlace place);

    /** All of them, each looked at, because a report tells everything. */
    static SchemaRule all(List<SchemaRule> rules) {
        SchemaRule[] each = rules.toArray(SchemaRule[]::new);
        return (value, place) -> {
            boolean holds = true;
            for (SchemaRule rule : each) {
                holds &= rule.holds(value, place);
            }
            return holds;
        };
    }

    static SchemaRule never(String keyword) {
        return (value, place) -> place.refuse(keyword);
    }

    static SchemaRule type(Set<String> types) {
        return (value, place) -> isOne(value, types) || place.refuse("type");
    }

    private static boolean isOne(Json value, Set<String> types) {
        return switch (value) {
            case Json.Obj object -> types.contains("object");
            case Json.Arr array -> types.contains("array");
            case Json.Str text -> types.contains("string");
            case Json.Bool bool -> types.contains("boolean");
            case Json.Null nothing -> types.contains("null");
            case Json.Num number -> types.contains("number") || (types.contains("integer") && isInteger(number));
        };
    }

    private static boolean isInteger(Json.Num number) {
        return decimal(number).stripTrailingZeros().scale() <= 0;
    }

    /** A zero may have an exponent that no decimal takes; whatever else a double does not carry was refused as it was read. */
    private static BigDecimal decimal(Json.Num number) {
        return Double.parseDouble(number.lexeme()) == 0 ? BigDecimal.ZERO : new BigDecimal(number.lexeme());
    }

    static SchemaRule oneOfValues(List<Json> values, String keyword) {
        return (value, place) -> values.stream().anyMatch(each -> isSame(each, value)) || place.refuse(keyword);
    }

    private static boolean isSame(Json one, Json other) {
        if (one instanceof Json.Num a && other instanceof Json.Num b) {
            return decimal(a).compareTo(decimal(b)) == 0;
        }
        return one.equals(other);
    }

    static SchemaRule pattern(String regex) {
        KnownTexts texts = new KnownTexts(Pattern.compile(regex));
        return (value, place) ->
                !(value instanceof Json.Str text) || texts.match(text.value()) || place.refuse("pattern");
    }

    /** {@code date}, or the date in front of a {@code date-time} whose spelling a pattern beside it prescribes. */
    static SchemaRule date() {
        return (value, place) -> !(value instanceof Json.Str text) || isDay(text.value()) || place.refuse("format");
    }

    private static boolean isDay(String text) {
        if (text.length() < 10) {
            return false;
        }
        // a day that no calendar has is what this is about; LocalDate has no other way to say so
        try {
            LocalDate.parse(text.substring(0, 10));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Length in characters, not in halves of them. */
    static SchemaRule length(long least, long most, String keyword) {
        return (value, place) -> {
            if (!(value instanceof Json.Str text)) {
                return true;
            }
            int length = text.value().codePointCount(0, text.value().length());
            return (least <= length && length <= most) || place.refuse(keyword);
        };
    }

    static SchemaRule range(BigDecimal least, BigDecimal most, String keyword) {
        return (value, place) -> {
            if (!(value instanceof Json.Num number)) {
                return true;
            }
            BigDecimal given = decimal(number);
            return (least.compareTo(given) <= 0 && given.compareTo(most) <= 0) || place.refuse(keyword);
        };
    }

    static SchemaRule itemCount(long least, long most, String keyword) {
        return (value, place) -> !(value instanceof Json.Arr array)
                || (least <= array.items().size() && array.items().size() <= most)
                || place.refuse(keyword);
    }

    static SchemaRule memberCount(long least, long most, String keyword) {
        return (value, place) -> !(value instanceof Json.Obj object)
                || (least <= object.members().size() && object.members().size() <= most)
                || place.refuse(keyword);
    }

    static SchemaRule items(SchemaRule rule) {
        return (value, place) -> {
            if (!(value instanceof Json.Arr array)) {
                return true;
            }
            boolean holds = true;
            for (int i = 0; i < array.items().size(); i++) {
                place.enter(i);
                holds &= rule.holds(array.items().get(i), place);
                place.leave();
            }
            return holds;
        };
    }

    static SchemaRule contains(SchemaRule rule) {
        return (value, place) -> !(value instanceof Json.Arr array)
                || array.items().stream().anyMatch(item -> aside(rule, item, place))
                || place.refuse("contains");
    }

    static SchemaRule required(List<String> names) {
        return (value, place) -> {
            if (!(value instanceof Json.Obj object)) {
                return true;
            }
            boolean holds = true;
            for (String name : names) {
                holds &= object.has(name) || place.refuse(name, "required");
            }
            return holds;
        };
    }

    /** {@code properties} and what becomes of all other members. */
    static SchemaRule members(Map<String, SchemaRule> named, SchemaRule other) {
        return (value, place) -> {
            if (!(value instanceof Json.Obj object)) {
                return true;
            }
            boolean holds = true;
            for (Map.Entry<String, Json> member : object.members().entrySet()) {
                @Nullable SchemaRule rule = named.get(member.getKey());
                place.enter(member.getKey());
                holds &= (rule == null ? other : rule).holds(member.getValue(), place);
                place.leave();
            }
            return holds;
        };
    }

    static SchemaRule names(SchemaRule rule) {
        return (value, place) -> !(value instanceof Json.Obj object)
                || object.members().keySet().stream().allMatch(name -> aside(rule, Json.of(name), place))
                || place.refuse("propertyNames");
    }

    static SchemaRule any(List<SchemaRule> rules) {
        return (value, place) -> rules.stream().anyMatch(rule -> aside(rule, value, place)) || place.refuse("anyOf");
    }

    static SchemaRule exactlyOne(List<SchemaRule> rules) {
        return (value, place) ->
                rules.stream().filter(rule -> aside(rule, value, place)).count() == 1 || place.refuse("oneOf");
    }

    static SchemaRule not(SchemaRule rule) {
        return (value, place) -> !aside(rule, value, place) || place.refuse("not");
    }

    static SchemaRule conditional(SchemaRule condition, SchemaRule then, SchemaRule otherwise) {
        return (value, place) -> (aside(condition, value, place) ? then : otherwise).holds(value, place);
    }

    private static boolean aside(SchemaRule rule, Json value, SchemaPlace place) {
        place.aside();
        boolean holds = rule.holds(value, place);
        place.back();
        return holds;
    }
}
