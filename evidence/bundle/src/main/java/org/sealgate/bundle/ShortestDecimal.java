package org.sealgate.bundle;

/**
 * The shortest decimal that reads back as a given double, the closest to it where there are several: {@code 0.digits * 10^point}.
 *
 * <p>This is what ECMA-262 Number::toString and Python's repr print, each in its own layout. {@link Double#toString} (since JDK 19)
 * finds it, but prints two digits at least; where one digit would do, the second is then the digit closest to the double, not zero.
 * That happens among the smallest subnormals only (5e-324 comes out as 4.9E-324), so those are tried again with one digit.
 *
 * @param digits without leading and trailing zeros; {@code "0"} for zero
 * @param point position of the decimal point, counted from before the first digit
 */
record ShortestDecimal(boolean negative, String digits, int point) {
    private static final double SMALL = 1e-300;

    static ShortestDecimal of(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("no decimal for NaN and infinities");
        }
        boolean negative = Double.doubleToRawLongBits(value) < 0;
        double magnitude = Math.abs(value);
        if (magnitude == 0) {
            return new ShortestDecimal(negative, "0", 1);
        }
        ShortestDecimal decimal = parse(negative, Double.toString(magnitude));
        return magnitude < SMALL && decimal.digits.length() == 2 ? decimal.shortened(magnitude) : decimal;
    }

    private static ShortestDecimal parse(boolean negative, String text) {
        int e = text.indexOf('E');
        int mantissaEnd = e < 0 ? text.length() : e;
        int exponent = e < 0 ? 0 : Integer.parseInt(text.substring(e + 1));
        int dot = text.indexOf('.');
        String all = text.substring(0, dot) + text.substring(dot + 1, mantissaEnd);
        int start = 0;
        while (all.charAt(start) == '0') {
            start++;
        }
        int end = all.length();
        while (all.charAt(end - 1) == '0') {
            end--;
        }
        return new ShortestDecimal(negative, all.substring(start, end), dot - start + exponent);
    }

    private ShortestDecimal shortened(double magnitude) {
        int tenths = Integer.parseInt(digits);
        int nearest = (tenths + 5) / 10;
        ShortestDecimal one = nearest == 10
                ? new ShortestDecimal(negative, "1", point + 1)
                : new ShortestDecimal(negative, Integer.toString(nearest), point);
        return Double.parseDouble("0." + one.digits + "e" + one.point) == magnitude ? one : this;
    }

    /** As ECMA-262 prints it, which is what RFC 8785 section 3.2.2.3 asks for: {@code 1e-7}, {@code 10000000000000000}, {@code 0}. */
    String ecmaScript() {
        if (digits.equals("0")) {
            return "0";
        }
        String text = point > -6 && point <= 21 ? plain() : ecmaScriptExponent();
        return negative ? "-" + text : text;
    }

    /** As CPython's repr prints it: {@code 1e-07}, {@code 1e+16}, {@code 87.0}, {@code -0.0}. */
    String python() {
        String text;
        if (point > -4 && point <= 16) {
            text = point >= digits.length() ? plain() + ".0" : plain();
        } else {
            int exponent = point - 1;
            String two = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
            text = mantissa() + "e" + (exponent < 0 ? "-" : "+") + two;
        }
        return negative ? "-" + text : text;
    }

    private String ecmaScriptExponent() {
        int exponent = point - 1;
        return mantissa() + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }

    private String plain() {
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        if (point >= digits.length()) {
            return digits + "0".repeat(point - digits.length());
        }
        return digits.substring(0, point) + "." + digits.substring(point);
    }

    private String mantissa() {
        return digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    }
}
