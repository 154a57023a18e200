package org.sealgate.bundle;

import java.util.Comparator;
import java.util.List;

/** {@code json.dumps(json.loads(text), sort_keys=True, …)} of CPython 3, see {@link CanonicalJson}. */
final class PythonWriter {
    /** How {@code json.dumps} was called. */
    enum Style {
        COMPACT(",", ":", false, false),
        DEFAULT(", ", ": ", true, false),
        INDENT2(",", ": ", true, true);

        private final String comma;
        private final String colon;
        private final boolean ensureAscii;
        private final boolean indented;

        Style(String comma, String colon, boolean ensureAscii, boolean indented) {
            this.comma = comma;
            this.colon = colon;
            this.ensureAscii = ensureAscii;
            this.indented = indented;
        }
    }

    /** Python compares strings by code point; UTF-16 code units differ where U+E000 to U+FFFF meets a character beyond U+FFFF. */
    static final Comparator<String> CODE_POINT_ORDER = PythonWriter::compareCodePoints;

    private final Style style;
    private final JsonSink out = new JsonSink();
    private int depth;

    private PythonWriter(Style style) {
        this.style = style;
    }

    static byte[] write(Json value, Style style) {
        PythonWriter writer = new PythonWriter(style);
        writer.value(value);
        return writer.out.toBytes();
    }

    private void value(Json value) {
        switch (value) {
            case Json.Null n -> out.ascii("null");
            case Json.Bool b -> out.ascii(b.value() ? "true" : "false");
            case Json.Num n -> out.ascii(number(n));
            case Json.Str s -> out.quoted(s.value(), style.ensureAscii);
            case Json.Arr a -> array(a.items());
            case Json.Obj o -> object(((Members) o.members()).sorted(CODE_POINT_ORDER));
        }
    }

    /** An integer lexeme is an int of any size, any other the repr of its double. */
    private static String number(Json.Num number) {
        String lexeme = number.lexeme();
        if (NumberText.isInteger(lexeme)) {
            return lexeme.equals("-0") ? "0" : lexeme;
        }
        return ShortestDecimal.of(number.doubleValue()).python();
    }

    private void array(List<Json> items) {
        out.put('[');
        depth++;
        for (int i = 0; i < items.size(); i++) {
            separate(i);
            value(items.get(i));
        }
        close(items.size(), ']');
    }

    private void object(Members members) {
        out.put('{');
        depth++;
        for (int i = 0; i < members.size(); i++) {
            separate(i);
            out.quoted(members.name(i), style.ensureAscii);
            out.ascii(style.colon);
            value(members.value(i));
        }
        close(members.size(), '}');
    }

    private void separate(int position) {
        if (position > 0) {
            out.ascii(style.comma);
        }
        newLine();
    }

    private void close(int count, char bracket) {
        depth--;
        if (count > 0) {
            newLine();
        }
        out.put(bracket);
    }

    private void newLine() {
        if (style.indented) {
            out.ascii("\n" + "  ".repeat(depth));
        }
    }

    private static int compareCodePoints(String a, String b) {
        int shared = Math.min(a.length(), b.length());
        for (int i = 0; i < shared; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean bothOrNeither = Character.isSurrogate(x) == Character.isSurrogate(y);
                return bothOrNeither
                        ? Character.compare(x, y)
                        : Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y));
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
