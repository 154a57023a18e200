package org.sealgate.bundle;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON document from bytes, strictly: what two readers could understand in two ways is refused.
 *
 * <p>The text is UTF-8 (RFC 3629) without a byte order mark, one value by the grammar of RFC 8259 and white space, nothing behind it.
 * Refused besides: members of one name (compared after unescaping), lone surrogates, numbers whose nearest double is infinite, and
 * whatever exceeds the {@link JsonLimits}. Numbers keep their characters. Whether a double carries a number exactly is a question of its
 * own: {@link ExactNumbers}.
 *
 * <p>Every refusal is a {@link JsonException} with one {@link JsonCode}, the byte offset and a pointer; the first one met ends the
 * reading. Time is linear in the length of the text for any text, the stack is bounded by the depth limit.
 *
 * <pre>{@code
 * JsonReader.read("{\"a\":1,\"\\u0061\":2}".getBytes(UTF_8))   // JSON_DUPLICATE_KEY at byte 7, pointer "/a"
 * }</pre>
 */
public final class JsonReader {
    private final JsonInput in;
    private final JsonStrings strings;
    private final JsonNumbers numbers;

    /** Names and values of the arrays and objects that are still open, those of the innermost on top. */
    private String[] names = new String[64];

    private Json[] values = new Json[64];
    private int top;

    private JsonReader(byte[] utf8, JsonLimits limits) {
        in = new JsonInput(utf8, limits);
        strings = new JsonStrings(in);
        numbers = new JsonNumbers(in);
    }

    /**
     * Reads with the limits {@link JsonLimits#EVIDENCE}.
     *
     * @throws JsonException where the bytes are refused
     */
    public static Json read(byte[] utf8) {
        return read(utf8, JsonLimits.EVIDENCE);
    }

    /**
     * Reads one document, which is the whole array.
     *
     * @throws JsonException where the bytes are refused
     */
    public static Json read(byte[] utf8, JsonLimits limits) {
        return new JsonReader(utf8, limits).document();
    }

    /** Reads an object with the limits {@link JsonLimits#EVIDENCE}, see {@link #readObject(byte[], JsonLimits)}. */
    public static Json.Obj readObject(byte[] utf8) {
        return readObject(utf8, JsonLimits.EVIDENCE);
    }

    /**
     * Reads one document that must be an object.
     *
     * @throws JsonException where the bytes are refused; {@link JsonCode#JSON_SHAPE} where they are well-formed but no object
     */
    public static Json.Obj readObject(byte[] utf8, JsonLimits limits) {
        if (read(utf8, limits) instanceof Json.Obj object) {
            return object;
        }
        throw JsonException.shape("", "an object");
    }

    private Json document() {
        byte[] b = in.bytes;
        if (b.length >= 3 && b[0] == (byte) 0xef && b[1] == (byte) 0xbb && b[2] == (byte) 0xbf) {
            throw in.refuse(JsonCode.JSON_BOM, "a byte order mark");
        }
        Json value = value(in.skipToToken());
        if (in.skipToToken() >= 0) {
            throw in.refuse(JsonCode.JSON_TRAILING, "something behind the document");
        }
        return value;
    }

    private Json value(int first) {
        in.countToken();
        return switch (first) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new Json.Str(string());
            case 't' -> literal("true", Json.Bool.TRUE);
            case 'f' -> literal("false", Json.Bool.FALSE);
            case 'n' -> literal("null", Json.NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> numbers.read();
            default -> throw in.unexpected("a value");
        };
    }

    private String string() {
        in.at++;
        return strings.read();
    }

    private Json literal(String word, Json value) {
        byte[] b = in.bytes;
        for (int i = 0; i < word.length(); i++) {
            if (in.at == b.length || b[in.at] != word.charAt(i)) {
                throw in.unexpected(word);
            }
            in.at++;
        }
        return value;
    }

    private Json array() {
        in.enter();
        in.at++;
        int base = top;
        int token = in.skipToToken();
        while (token != ']' || top > base) {
            in.nextItem();
            push("", value(token));
            token = in.skipToToken();
            if (token == ']') {
                break;
            }
            token = comma(token, "a comma or ]");
        }
        in.at++;
        in.leave();
        Json[] items = Arrays.copyOfRange(values, base, top);
        top = base;
        return new Json.Arr(Arrays.asList(items));
    }

    private Json object() {
        in.enter();
        in.at++;
        int base = top;
        Set<String> seen = null;
        int token = in.skipToToken();
        while (token != '}' || top > base) {
            seen = member(token, base, seen);
            token = in.skipToToken();
            if (token == '}') {
                break;
            }
            token = comma(token, "a comma or }");
        }
        in.at++;
        in.leave();
        Members members = new Members(Arrays.copyOfRange(names, base, top), Arrays.copyOfRange(values, base, top));
        top = base;
        return new Json.Obj(members);
    }

    private @Nullable Set<String> member(int token, int base, @Nullable Set<String> seenBefore) {
        if (token != '"') {
            throw in.unexpected("a name");
        }
        int start = in.at;
        if (top - base == in.limits.membersPerObject()) {
            throw in.refuse(JsonCode.JSON_LIMIT, "more than " + in.limits.membersPerObject() + " members");
        }
        in.countToken();
        String name = string();
        in.name(name);
        Set<String> seen = seenBefore;
        if (top - base == Members.LINEAR) {
            seen = new HashSet<>(Arrays.asList(names).subList(base, top));
        }
        if (seen == null ? isTaken(name, base) : !seen.add(name)) {
            throw in.refuse(JsonCode.JSON_DUPLICATE_KEY, start, "a second member of one name");
        }
        if (in.skipToToken() != ':') {
            throw in.unexpected("a colon");
        }
        in.at++;
        push(name, value(in.skipToToken()));
        in.noName();
        return seen;
    }

    private boolean isTaken(String name, int base) {
        for (int i = base; i < top; i++) {
            if (names[i].equals(name)) {
                return true;
            }
        }
        return false;
    }

    private int comma(int token, String expected) {
        if (token != ',') {
            throw in.unexpected(expected);
        }
        in.at++;
        return in.skipToToken();
    }

    private void push(String name, Json value) {
        if (top == values.length) {
            names = Arrays.copyOf(names, 2 * top);
            values = Arrays.copyOf(values, 2 * top);
        }
        names[top] = name;
        values[top] = value;
        top++;
    }
}
