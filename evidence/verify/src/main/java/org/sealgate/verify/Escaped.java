package org.sealgate.verify;

import java.util.function.IntFunction;

/**
 * Foreign text as a report may show it.
 *
 * <p>Promise: what could move a cursor, change colours, hide or turn round what stands beside it, or has no place in a document at all,
 * is written as {@code \}{@code u202e} instead; everything else stays as it is.
 *
 * <pre>{@code Escaped.text("allow<U+202E>yned") = "allow\\u202eyned"}</pre>
 */
public final class Escaped {
    private Escaped() {}

    /** For a line of text; line ends are escaped like other controls. */
    public static String text(String foreign) {
        return written(foreign, c -> c > 0xffff ? String.format("\\u{%x}", c) : unit(c));
    }

    /** For a whole document of JSON in one line: the escapes are JSON's own, so its value stays the same. */
    public static String json(String document) {
        return written(document, c -> {
            StringBuilder units = new StringBuilder();
            for (char each : Character.toChars(c)) {
                units.append(unit(each));
            }
            return units.toString();
        });
    }

    /** For content of XML 1.0, between tags or in an attribute with double quotes. */
    static String xml(String foreign) {
        return text(foreign)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String written(String foreign, IntFunction<String> escape) {
        StringBuilder shown = new StringBuilder(foreign.length());
        foreign.codePoints().forEach(c -> {
            if (isPlain(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(escape.apply(c));
            }
        });
        return shown.toString();
    }

    private static String unit(int c) {
        return String.format("\\u%04x", c);
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            // controls; bidirectional and other invisible marks; halves of characters; what no font shows
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> !isInvisible(c);
        };
    }

    /** What Unicode calls default ignorable, though a letter or a mark by its category. */
    private static boolean isInvisible(int c) {
        return c == 0x34f // joins graphemes
                || c == 0x115f // fillers of Hangul
                || c == 0x1160
                || c == 0x3164
                || c == 0xffa0
                || c == 0x17b4 // vowels of Khmer that are not written
                || c == 0x17b5
                || (c >= 0x180b && c <= 0x180f) // variation selectors, and a vowel separator
                || (c >= 0xfe00 && c <= 0xfe0f)
                || (c >= 0xe0100 && c <= 0xe01ef);
    }
}
