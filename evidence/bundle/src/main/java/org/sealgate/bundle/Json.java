package org.sealgate.bundle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value (RFC 8259) that cannot change and that every writer of {@link CanonicalJson} can write.
 *
 * <p>A number keeps the characters it was written with, because two readers of the same number disagree: RFC 8785 rounds to a double,
 * OPA does not, Python tells {@code 87} from {@code 87.0}. Two numbers are equal here when they are written alike. An object keeps the
 * order of its members, but the order does not count when objects are compared. No string holds a lone surrogate and no object two
 * members of one name: such values cannot be made.
 *
 * <p>Text comes in through {@link JsonReader}; values are built with {@link #object()} and the {@code of} methods:
 *
 * <pre>{@code
 * Json.object().put("name", "input.json").put("bytes", 2013).build()   // {"bytes":2013,"name":"input.json"} in rfc8785
 * }</pre>
 */
public sealed interface Json {
    /** {@code null} */
    Json NULL = new Null();

    /** A string. @throws IllegalArgumentException where it holds a lone surrogate */
    static Json of(String value) {
        return new Str(value);
    }

    /** An integer. */
    static Json of(long value) {
        return new Num(Long.toString(value));
    }

    /** {@code true} or {@code false} */
    static Json of(boolean value) {
        return value ? Bool.TRUE : Bool.FALSE;
    }

    /** An array of these items, in this order. */
    static Arr array(List<? extends Json> items) {
        return new Arr(List.copyOf(items));
    }

    /** An array of strings, in the collection's order. */
    static Arr strings(Collection<String> values) {
        List<Json> items = new ArrayList<>(values.size());
        values.forEach(value -> items.add(Json.of(value)));
        return new Arr(items);
    }

    /** Starts an object. */
    static ObjBuilder object() {
        return new ObjBuilder();
    }

    /** The value {@code null}. */
    record Null() implements Json {}

    /** The values {@code true} and {@code false}. */
    record Bool(boolean value) implements Json {
        static final Bool TRUE = new Bool(true);
        static final Bool FALSE = new Bool(false);
    }

    /**
     * A number as it was written.
     *
     * @param lexeme by the grammar of RFC 8259 section 6, for example {@code -0.50e+3}
     */
    record Num(String lexeme) implements Json {
        /** @throws IllegalArgumentException where it is off the grammar */
        public Num {
            if (!NumberText.isNumber(lexeme)) {
                throw new IllegalArgumentException("not a JSON number");
            }
        }

        /** The nearest double; infinite only for a number that {@link JsonReader} refuses. */
        public double doubleValue() {
            return Double.parseDouble(lexeme);
        }
    }

    /** A string of Unicode scalar values. */
    record Str(String value) implements Json {
        /** @throws IllegalArgumentException where it holds a lone surrogate */
        public Str {
            Members.requireScalars(value);
        }
    }

    /** An array. */
    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    /**
     * An object. The typed accessors take a member that must be there; where it is absent or of another type they throw a {@link
     * JsonException} with {@link JsonCode#JSON_SHAPE} and a pointer relative to this object.
     *
     * @param members in document order
     */
    record Obj(Map<String, Json> members) implements Json {
        /** @throws IllegalArgumentException where a name holds a lone surrogate */
        public Obj {
            members = Members.copyOf(members);
        }

        /** The member of this name, or null where there is none ({@code null} as written is {@link Json#NULL}). */
        public @Nullable Json get(String name) {
            return members.get(name);
        }

        /** Whether there is a member of this name, be it {@code null}. */
        public boolean has(String name) {
            return members.containsKey(name);
        }

        /** The object of this name. */
        public Obj object(String name) {
            return require(name, Obj.class, "an object");
        }

        /** The array of this name. */
        public Arr array(String name) {
            return require(name, Arr.class, "an array");
        }

        /** The string of this name. */
        public String text(String name) {
            return require(name, Str.class, "a string").value();
        }

        /** The string of this name, or null where the member is absent or {@code null}. */
        public @Nullable String textOrNull(String name) {
            Json value = members.get(name);
            return value == null || value instanceof Null ? null : text(name);
        }

        /** The integer of this name: written without fraction and exponent, within 64 bits. */
        public long integer(String name) {
            String lexeme = require(name, Num.class, "an integer").lexeme();
            // more than 19 digits or a point: NumberFormatException is the JDK's only overflow check
            try {
                return Long.parseLong(lexeme);
            } catch (NumberFormatException e) {
                throw JsonException.shape(pointerTo(name), "an integer of 64 bits");
            }
        }

        /** The boolean of this name. */
        public boolean bool(String name) {
            return require(name, Bool.class, "a boolean").value();
        }

        /** The array of strings of this name. */
        public List<String> texts(String name) {
            List<Json> items = array(name).items();
            String[] texts = new String[items.size()];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = item(name, i, items.get(i), Str.class, "a string").value();
            }
            return List.of(texts);
        }

        /** The array of objects of this name. */
        public List<Obj> objects(String name) {
            List<Json> items = array(name).items();
            Obj[] objects = new Obj[items.size()];
            for (int i = 0; i < objects.length; i++) {
                objects[i] = item(name, i, items.get(i), Obj.class, "an object");
            }
            return List.of(objects);
        }

        /** This object with one member added at the end, or replaced where it stands. */
        public Obj with(String name, Json value) {
            return new Obj(((Members) members).with(name, value));
        }

        /** This object without these members; names that it does not have are ignored. */
        public Obj without(String... names) {
            Map<String, Json> copy = new LinkedHashMap<>(members);
            copy.keySet().removeAll(Arrays.asList(names));
            return new Obj(copy);
        }

        private <T extends Json> T require(String name, Class<T> type, String expected) {
            Json value = members.get(name);
            if (!type.isInstance(value)) {
                throw JsonException.shape(pointerTo(name), expected);
            }
            return type.cast(value);
        }

        private static <T extends Json> T item(String name, int at, Json item, Class<T> type, String expected) {
            if (!type.isInstance(item)) {
                throw JsonException.shape(pointerTo(name) + "/" + at, expected);
            }
            return type.cast(item);
        }

        private static String pointerTo(String name) {
            return "/" + JsonPointer.escape(name);
        }
    }
}
