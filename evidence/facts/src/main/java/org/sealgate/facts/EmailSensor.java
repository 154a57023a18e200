package org.sealgate.facts;

/**
 * Detector {@code email-1}: whether a text holds something of the shape of an e-mail address.
 *
 * <p>Written out instead of a regular expression, so that its answer depends neither on the Unicode tables of a JDK nor on an engine's
 * dialect, and so that a text full of {@code @} costs one pass. It looks for shape only: one character that a local part may end in, the
 * sign, and a dotted name whose labels after the first include one that begins with two letters (or an address in brackets). A name without a
 * dot ({@code root@localhost}) and a version ({@code left-pad@1.3.0}) are none.
 */
final class EmailSensor {
    static final String TYPE = "email";
    static final String DETECTOR = "email-1";

    /** Longest text between the brackets of {@code user@[IPv6:…]}. */
    private static final int LITERAL = 45;

    private EmailSensor() {}

    static boolean isIn(String text) {
        // the sign and its full-width and small forms: nothing else folds to it, so all other text costs three scans
        if (text.indexOf('@') < 0 && text.indexOf('\uff20') < 0 && text.indexOf('\ufe6b') < 0) {
            return false;
        }
        String folded = Folding.fold(text);
        for (int at = folded.indexOf('@'); at >= 0; at = folded.indexOf('@', at + 1)) {
            if (at > 0
                    && endsLocalPart(folded.codePointBefore(at))
                    && (isHost(folded, at + 1) || isLiteral(folded, at + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsLocalPart(int c) {
        return isNameCharacter(c) || (c < 0x80 && "!#$%&'*+/=?^`{|}~.\"".indexOf(c) >= 0);
    }

    /** Labels joined by dots, one of them after the first beginning like a top-level domain. */
    private static boolean isHost(String s, int from) {
        int i = from;
        boolean afterDot = false;
        int labelStart = from;
        while (i < s.length()) {
            int c = s.codePointAt(i);
            if (isDot(c)) {
                if (i == labelStart) {
                    return false;
                }
                afterDot = true;
                labelStart = i + 1;
            } else if (!isNameCharacter(c)) {
                return false;
            } else if (afterDot && beginsTopLevel(s, labelStart)) {
                return true;
            }
            i += Character.charCount(c);
        }
        return false;
    }

    private static boolean beginsTopLevel(String s, int start) {
        int first = s.codePointAt(start);
        int second = start + Character.charCount(first);
        return isLetter(first) && second < s.length() && isLetter(s.codePointAt(second));
    }

    private static boolean isLiteral(String s, int from) {
        if (from >= s.length() || s.charAt(from) != '[') {
            return false;
        }
        // no search for the end: in a text of signs and brackets alone it would make the pass quadratic
        int limit = Math.min(s.length(), from + 2 + LITERAL);
        for (int i = from + 1; i < limit; i++) {
            if (s.charAt(i) == ']') {
                return i > from + 2;
            }
            if ("0123456789abcdefABCDEF:.IPv".indexOf(s.charAt(i)) < 0) {
                return false;
            }
        }
        return false;
    }

    private static boolean isDot(int c) {
        return c == '.' || c == 0x3002 || c == 0xff61;
    }

    private static boolean isNameCharacter(int c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /**
     * Beyond ASCII a letter is whatever is not known as a blank, a mark of punctuation, a symbol or private use: a rule that no later
     * version of Unicode changes.
     */
    private static boolean isLetter(int c) {
        if (c < 0x80) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }
        return c > 0xbf
                && c != 0xd7
                && c != 0xf7
                && !within(c, 0x2000, 0x2bff)
                && !within(c, 0x2e00, 0x2e7f)
                && !within(c, 0x3000, 0x3004)
                && !within(c, 0x3007, 0x3030)
                && !within(c, 0xe000, 0xf8ff)
                && !within(c, 0xfe10, 0xfe6f)
                && !within(c, 0xff00, 0xff0f)
                && !within(c, 0xff1a, 0xff20)
                && !within(c, 0xff3b, 0xff40)
                && !within(c, 0xff5b, 0xff65)
                && c < 0x1f000;
    }

    private static boolean within(int c, int first, int last) {
        return c >= first && c <= last;
    }
}
