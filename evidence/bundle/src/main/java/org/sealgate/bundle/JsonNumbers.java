package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Reads numbers: the grammar, their length, and that a double can hold them. */
final class JsonNumbers {
    /** A number of this many digits before the point and no exponent is finite: it is below 10^308. */
    private static final int FINITE_DIGITS = 308;

    private final JsonInput in;

    JsonNumbers(JsonInput in) {
        this.in = in;
    }

    /** Reads on from the first character of a number. */
    Json.Num read() {
        int start = in.at;
        if (in.bytes[in.at] == '-') {
            in.at++;
        }
        boolean leadingZero = in.at < in.bytes.length && in.bytes[in.at] == '0';
        int digits = digits();
        if (leadingZero && digits > 1) {
            throw in.refuse(JsonCode.JSON_SYNTAX, start, "a number with a leading zero");
        }
        if (peek() == '.') {
            in.at++;
            digits();
        }
        boolean exponent = peek() == 'e' || peek() == 'E';
        if (exponent) {
            exponent();
        }
        int length = in.at - start;
        if (length > in.limits.numberChars()) {
            throw in.refuse(
                    JsonCode.JSON_LIMIT, start, "a number of more than " + in.limits.numberChars() + " characters");
        }
        Json.Num number = new Json.Num(new String(in.bytes, start, length, ISO_8859_1));
        if ((exponent || digits > FINITE_DIGITS) && Double.isInfinite(number.doubleValue())) {
            throw in.refuse(JsonCode.JSON_NUMBER_RANGE, start, "a number beyond the range of a double");
        }
        return number;
    }

    private void exponent() {
        in.at++;
        if (peek() == '+' || peek() == '-') {
            in.at++;
        }
        digits();
    }

    private int digits() {
        byte[] b = in.bytes;
        int start = in.at;
        int i = start;
        while (i < b.length && b[i] >= '0' && b[i] <= '9') {
            i++;
        }
        in.at = i;
        if (i == start) {
            throw in.unexpected("a digit");
        }
        return i - start;
    }

    private int peek() {
        return in.at < in.bytes.length ? in.bytes[in.at] : -1;
    }
}
