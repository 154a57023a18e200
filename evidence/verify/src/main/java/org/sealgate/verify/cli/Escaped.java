package org.sealgate.verify.cli;

/**
 * Foreign text as a terminal may show it: what could move the cursor, change colours, hide or turn round what stands beside it is
 * written as {@code \}{@code u202e} instead.
 */
final class Escaped {
    private Escaped() {}

    static String text(String foreign) {
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
