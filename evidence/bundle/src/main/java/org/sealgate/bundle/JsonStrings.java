package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Reads strings. Plain ASCII is one scan and one copy; only an escape makes a string pass through {@link #decoded}. */
final class JsonStrings {
    private final JsonInput in;
    private byte[] decoded = new byte[256];
    private int size;

    JsonStrings(JsonInput in) {
        this.in = in;
    }

    /** Reads on from behind the opening quote to behind the closing one. */
    String read() {
        byte[] b = in.bytes;
        int start = in.at;
        int i = start;
        while (i < b.length && b[i] >= ' ' && b[i] != '"' && b[i] != '\\') {
            i++;
        }
        if (i < b.length && b[i] == '"') {
            requireLength(start, i - start);
            in.at = i + 1;
            return new String(b, start, i - start, ISO_8859_1);
        }
        return readUnicode(start, i);
    }

    private String readUnicode(int start, int plainEnd) {
        int end = unescapedEnd(plainEnd);
        if (in.bytes[end] == '"') {
            requireLength(start, end - start);
            in.at = end + 1;
            return new String(in.bytes, start, end - start, UTF_8);
        }
        size = 0;
        append(start, end);
        while (in.bytes[end] == '\\') {
            in.at = end;
            escape();
            int from = in.at;
            end = unescapedEnd(from);
            append(from, end);
        }
        requireLength(start, size);
        in.at = end + 1;
        return new String(decoded, 0, size, UTF_8);
    }

    /** The quote or backslash at or behind this byte, everything before it well-formed. */
    private int unescapedEnd(int from) {
        byte[] b = in.bytes;
        int i = from;
        while (i < b.length) {
            byte c = b[i];
            if (c >= ' ') {
                if (c == '"' || c == '\\') {
                    return i;
                }
                i++;
            } else {
                i += multiByte(i);
            }
        }
        throw in.refuse(JsonCode.JSON_SYNTAX, b.length, "the text ends within a string");
    }

    private int multiByte(int i) {
        if (in.bytes[i] >= 0) {
            throw in.refuse(JsonCode.JSON_SYNTAX, i, "a control character within a string");
        }
        int length = Utf8.lengthAt(in.bytes, i);
        if (length == 0) {
            throw in.refuse(JsonCode.JSON_UTF8, i, "not UTF-8");
        }
        return length;
    }

    private void escape() {
        int backslash = in.at;
        int kind = backslash + 1 < in.bytes.length ? in.bytes[backslash + 1] : -1;
        int codePoint = switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> -1;
            default -> throw in.refuse(JsonCode.JSON_SYNTAX, backslash, "an unknown escape");
        };
        in.at = backslash + 2;
        if (codePoint < 0) {
            codePoint = unicodeEscape(backslash);
        }
        room(4);
        size = Utf8.put(decoded, size, codePoint);
    }

    private int unicodeEscape(int backslash) {
        int unit = hex4(backslash);
        if (unit < 0xd800 || unit > 0xdfff) {
            return unit;
        }
        int next = in.at;
        boolean escaped = next + 1 < in.bytes.length && in.bytes[next] == '\\' && in.bytes[next + 1] == 'u';
        if (unit < 0xdc00 && escaped) {
            in.at = next + 2;
            int low = hex4(next);
            if (low >= 0xdc00 && low <= 0xdfff) {
                return Character.toCodePoint((char) unit, (char) low);
            }
        }
        throw in.refuse(JsonCode.JSON_LONE_SURROGATE, backslash, "half a surrogate pair");
    }

    private int hex4(int backslash) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = in.at < in.bytes.length ? Character.digit(in.bytes[in.at], 16) : -1;
            if (digit < 0) {
                throw in.refuse(JsonCode.JSON_SYNTAX, backslash, "\\u without four hexadecimal digits");
            }
            value = value << 4 | digit;
            in.at++;
        }
        return value;
    }

    private void append(int from, int end) {
        room(end - from);
        System.arraycopy(in.bytes, from, decoded, size, end - from);
        size += end - from;
    }

    /** What is decoded is never longer than what is written, so the document bounds this. */
    private void room(int more) {
        if (decoded.length - size < more) {
            decoded = Arrays.copyOf(decoded, Math.max(decoded.length * 2, size + more));
        }
    }

    private void requireLength(int start, int length) {
        if (length > in.limits.stringBytes()) {
            throw in.refuse(
                    JsonCode.JSON_LIMIT, start - 1, "a string of more than " + in.limits.stringBytes() + " bytes");
        }
    }
}
