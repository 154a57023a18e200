package org.sealgate.bundle;

import java.util.Comparator;
import java.util.List;

/** RFC 8785, see {@link CanonicalJson#rfc8785}. Recursion is as deep as the value, which its reader bounds. */
final class Rfc8785Writer {
    /** String.compareTo compares UTF-16 code units, which section 3.2.3 asks for. */
    private static final Comparator<String> ORDER = Comparator.naturalOrder();

    private final JsonSink out = new JsonSink();

    static byte[] write(Json value) {
        Rfc8785Writer writer = new Rfc8785Writer();
        writer.value(value);
        return writer.out.toBytes();
    }

    private void value(Json value) {
        switch (value) {
            case Json.Null n -> out.ascii("null");
            case Json.Bool b -> out.ascii(b.value() ? "true" : "false");
            case Json.Num n -> out.ascii(number(n));
            case Json.Str s -> out.quoted(s.value(), false);
            case Json.Arr a -> array(a.items());
            case Json.Obj o -> object((Members) o.members());
        }
    }

    private static String number(Json.Num number) {
        String lexeme = number.lexeme();
        return NumberText.isShortInteger(lexeme)
                ? lexeme
                : ShortestDecimal.of(number.doubleValue()).ecmaScript();
    }

    private void array(List<Json> items) {
        out.put('[');
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            value(items.get(i));
        }
        out.put(']');
    }

    private void object(Members unsorted) {
        byte[] kept = unsorted.canonical();
        if (kept != null) {
            out.raw(kept);
            return;
        }
        Members members = unsorted.sorted(ORDER);
        out.put('{');
        for (int i = 0; i < members.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            out.quoted(members.name(i), false);
            out.put(':');
            value(members.value(i));
        }
        out.put('}');
    }
}
