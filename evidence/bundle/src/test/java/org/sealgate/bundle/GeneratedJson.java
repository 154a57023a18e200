package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Documents from a seed, as text, on one line: the corners of numbers, strings and names come up far more often than in nature. */
final class GeneratedJson {
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "-0.0",
        "0.0",
        "0e0",
        "1",
        "-1",
        "87.0",
        "1000.0",
        "1.50",
        "1e5",
        "1E5",
        "1e-07",
        "1e16",
        "1e15",
        "1e17",
        "1e20",
        "1e21",
        "1e22",
        "1e23",
        "1e-5",
        "0.0001",
        "0.00001",
        "0.000001",
        "0.0000001",
        "5e-324",
        "1e-323",
        "2.5e-323",
        "9007199254740991",
        "9007199254740992",
        "9007199254740993",
        "-9007199254740993",
        "123456789012345678901234567890",
        "1.7976931348623157e308",
        "-1.7976931348623157E+308",
        "2.2250738585072014e-308",
        "2.2250738585072011e-308",
        "0.1",
        "0.30000000000000004",
        "1.000000000000000005",
        "4.35",
        "1e-400",
        "-1e-400",
        "100000000000000000000",
        "999999999999999",
        "9999999999999999",
        "99999999999999990000.0",
        "1844674407370955161600",
        "0.00000000000000000000000000000001"
    };
    private static final int[] CODE_POINTS = {
        0, 1, 8, 9, 10, 12, 13, 0x1f, ' ', '"', '\\', '/', '<', 'a', 'z', 0x7e, 0x7f, 0x80, 0xe9, 0xff, 0x7ff, 0x800,
        0x2028, 0x20ac, 0xd7ff, 0xe000, 0xfb33, 0xfeff, 0xfffd, 0xffff, 0x10000, 0x1f600, 0x10ffff
    };

    private final Random random;
    private final StringBuilder text = new StringBuilder();

    private GeneratedJson(Random random) {
        this.random = random;
    }

    static byte[] document(Random random) {
        GeneratedJson generated = new GeneratedJson(random);
        generated.value(5);
        return generated.text.toString().getBytes(UTF_8);
    }

    static String number(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> finite(random).toString();
            case 3 -> (random.nextInt(2_000) - 1_000) / 100.0 + "";
            case 4 -> digits(random) + "." + digits(random) + "e" + (random.nextInt(60) - 30);
            default -> random.nextInt(100) + "." + random.nextInt(1_000) + "e" + (random.nextInt(600) - 320);
        };
    }

    private static Double finite(Random random) {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) ? value : finite(random);
    }

    private static String digits(Random random) {
        return Long.toString(random.nextLong() >>> (1 + random.nextInt(60)));
    }

    private void value(int depth) {
        switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> text.append("null");
            case 1 -> text.append(random.nextBoolean());
            case 2, 3 -> text.append(number(random));
            case 4, 5 -> string(randomString());
            case 6 -> array(depth);
            default -> object(depth);
        }
    }

    private void array(int depth) {
        text.append('[');
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            text.append(i > 0 ? " , " : "");
            value(depth - 1);
        }
        text.append(']');
    }

    private void object(int depth) {
        text.append('{');
        Set<String> names = new HashSet<>();
        int count = random.nextInt(10) == 0 ? 20 : random.nextInt(6);
        for (int i = 0; i < count; i++) {
            String name = randomString();
            if (names.add(name)) {
                text.append(names.size() > 1 ? "," : " ");
                string(name);
                text.append(" :\t");
                value(depth - 1);
            }
        }
        text.append('}');
    }

    private String randomString() {
        StringBuilder string = new StringBuilder();
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
            string.appendCodePoint(CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
        }
        return string.toString();
    }

    /** Escaped by chance, and where it has to be. */
    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean must = c < ' ' || c == '"' || c == '\\';
            // half a pair escaped and half of it raw would be no UTF-8
            boolean may = !Character.isSurrogate(c) && random.nextInt(4) == 0;
            text.append(must || may ? String.format(Locale.ROOT, "\\u%04x", (int) c) : Character.toString(c));
        }
        text.append('"');
    }
}
