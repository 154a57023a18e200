package org.sealgate.verify;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;

/** Whether two documents are one: by their canonical bytes, because {@code 1.50} and {@code 1.5} are one number in two spellings. */
final class Canonical {
    private Canonical() {}

    static boolean same(@Nullable Json one, @Nullable Json other) {
        if (one == null || other == null) {
            return one == other;
        }
        // equal as written is the common case, and a quarter of the work
        return one.equals(other) || Arrays.equals(CanonicalJson.rfc8785(one), CanonicalJson.rfc8785(other));
    }

    /** For a report: the canonical text, cut where it is long. */
    static String shown(@Nullable Json value) {
        if (value == null) {
            return "absent";
        }
        return cut(new String(CanonicalJson.rfc8785(value), java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The text, cut where it is long: a stranger's may have megabytes. */
    static String cut(String text) {
        return text.length() <= 120 ? text : text.substring(0, 117) + "...";
    }

    /** Adds a finding where the two are not one document. */
    static void require(Code code, String pointer, @Nullable Json expected, @Nullable Json actual, Problems problems) {
        if (!same(expected, actual)) {
            problems.add(code, pointer, shown(expected), shown(actual));
        }
    }
}
