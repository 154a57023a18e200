package org.sealgate.bundle;

/** The grammar of numbers, RFC 8259 section 6: {@code [ minus ] int [ frac ] [ exp ]}. */
final class NumberText {
    private NumberText() {}

    static boolean isNumber(String text) {
        int i = text.startsWith("-") ? 1 : 0;
        int digits = digits(text, i);
        if (digits == 0 || (digits > 1 && text.charAt(i) == '0')) {
            return false;
        }
        i += digits;
        if (i < text.length() && text.charAt(i) == '.') {
            int fraction = digits(text, i + 1);
            if (fraction == 0) {
                return false;
            }
            i += 1 + fraction;
        }
        return i == text.length() || isExponent(text, i);
    }

    private static boolean isExponent(String text, int from) {
        if (text.charAt(from) != 'e' && text.charAt(from) != 'E') {
            return false;
        }
        int i = from + 1;
        if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
            i++;
        }
        int digits = digits(text, i);
        return digits > 0 && i + digits == text.length();
    }

    private static int digits(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i - from;
    }

    /** An integer of at most 15 digits, which every double carries and every writer but for {@code -0} writes as it stands. */
    static boolean isShortInteger(String number) {
        if (number.length() > 15) {
            return false;
        }
        for (int i = number.charAt(0) == '-' ? 1 : 0; i < number.length(); i++) {
            if (number.charAt(i) < '0' || number.charAt(i) > '9') {
                return false;
            }
        }
        return !number.equals("-0");
    }

    /** Whether it is written without fraction and exponent. */
    static boolean isInteger(String number) {
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return false;
            }
        }
        return true;
    }

    /** Without exponent and of at most 15 digits, leading zeros counted: a double carries it exactly. */
    static boolean isShort(String number) {
        // 15 digits, sign and point; a longer text may still be exact, the caller computes
        if (number.length() > 17) {
            return false;
        }
        int digits = 0;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == 'e' || c == 'E') {
                return false;
            }
        }
        return digits <= 15;
    }

    /** Whether every digit before the exponent is zero. */
    static boolean isZero(String number) {
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c == 'e' || c == 'E') {
                return true;
            }
            if (c >= '1' && c <= '9') {
                return false;
            }
        }
        return true;
    }
}
