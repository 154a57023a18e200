package org.sealgate.verify;

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
        StringBuilder shown = new StringBuilder(foreign.length());
        foreign.codePoints().forEach(c -> {
            if (isPlain(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(c > 0xffff ? String.format("\\u{%x}", c) : String.format("\\u%04x", c));
            }
        });
        return shown.toString();
    }

    /** For content of XML 1.0, between tags or in an attribute with double quotes. */
    static String xml(String foreign) {
        return text(foreign)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
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
            default -> true;
        };
    }
}
