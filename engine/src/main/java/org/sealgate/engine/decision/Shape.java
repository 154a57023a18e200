package org.sealgate.engine.decision;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** The patterns of schemas/decision-result by hand: a regular expression costs ten times as much, and every decision has dozens. */
final class Shape {
    private Shape() {}

    /** {@code ^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$} */
    static boolean isId(String text) {
        return hasLength(text, 1, 64) && isAlphanumeric(text.charAt(0)) && consistsOf(text, "._-");
    }

    /** {@code ^[A-Za-z0-9-]{1,64}$} */
    static boolean isDecisionId(String text) {
        return hasLength(text, 1, 64) && consistsOf(text, "-");
    }

    /** {@code ^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$} */
    static boolean isName(String text) {
        return hasLength(text, 1, 100) && isAlphanumeric(text.charAt(0)) && consistsOf(text, "._:/-");
    }

    static boolean isGrantItem(String text) {
        return text.equals("*") || isName(text);
    }

    /** {@code ^[A-Z][A-Z0-9_]{1,63}$} */
    static boolean isCode(String text) {
        boolean good = hasLength(text, 2, 64) && isUpper(text.charAt(0));
        for (int i = 1; good && i < text.length(); i++) {
            char c = text.charAt(i);
            good = isUpper(c) || isDigit(c) || c == '_';
        }
        return good;
    }

    /** {@code ^[a-z][a-z0-9_]{1,63}$} */
    static boolean isCheckName(String text) {
        boolean good = hasLength(text, 2, 64) && isLower(text.charAt(0));
        for (int i = 1; good && i < text.length(); i++) {
            char c = text.charAt(i);
            good = isLower(c) || isDigit(c) || c == '_';
        }
        return good;
    }

    /** {@code ^[a-z]{2,20}(-[a-z]{2,20}){0,4}$} */
    static boolean isKind(String text) {
        int words = 1;
        int letters = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isLower(c)) {
                letters++;
            } else if (c == '-' && letters >= 2) {
                words++;
                letters = 0;
            } else {
                return false;
            }
            if (letters > 20) {
                return false;
            }
        }
        return letters >= 2 && words <= 5;
    }

    /** {@code ^(/[A-Za-z0-9_.~-]{1,64}){0,64}$}, at most 1,024 characters */
    static boolean isPointer(String text) {
        if (text.isEmpty()) {
            return true;
        }
        if (text.length() > 1024 || text.charAt(0) != '/') {
            return false;
        }
        int segments = 0;
        int start = 1;
        for (int i = 1; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '/') {
                segments++;
                if (i - start < 1 || i - start > 64) {
                    return false;
                }
                start = i + 1;
            } else if (!isAlphanumeric(text.charAt(i)) && "_.~-".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return segments <= 64;
    }

    /** {@code YYYY-MM-DDThh:mm:ss.sssZ}, a day that exists */
    static boolean isTime(String text) {
        if (text.length() != 24) {
            return false;
        }
        String mask = "dddd-dd-ddTdd:dd:dd.dddZ";
        for (int i = 0; i < 24; i++) {
            char c = text.charAt(i);
            if (mask.charAt(i) == 'd' ? !isDigit(c) : c != mask.charAt(i)) {
                return false;
            }
        }
        return isDay(text.substring(0, 10))
                && text.substring(11, 13).compareTo("23") <= 0
                && text.charAt(14) <= '5'
                && text.charAt(17) <= '5';
    }

    private static boolean isDay(String text) {
        // the JDK knows the calendar, and has no way to ask but to parse
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static boolean consistsOf(String text, String others) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && others.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasLength(String text, int least, int most) {
        return text.length() >= least && text.length() <= most;
    }

    private static boolean isAlphanumeric(char c) {
        return isLower(c) || isUpper(c) || isDigit(c);
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
