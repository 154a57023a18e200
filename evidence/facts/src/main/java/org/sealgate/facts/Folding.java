package org.sealgate.facts;

import java.text.Normalizer;

/**
 * Text as a detector reads it: compatibility forms (full-width, mathematical, circled letters) as the plain characters that they look
 * like, and without the characters that nobody sees.
 *
 * <p>The forms are those of NFKC (UAX #15), taken one code point at a time and only within blocks that held their final set of
 * them before the oldest JDK that may verify. NFKC of a whole text would follow the JDK's version of Unicode, and a later verifier would
 * derive other facts from the same bytes.
 */
final class Folding {
    /** First and last code points, ascending, of what is left out: controls, zero-width, bidi, fillers, variation selectors, tags. */
    private static final int[] UNSEEN = {
        0x00, 0x08, 0x0b, 0x0c, 0x0e, 0x1f, 0x7f, 0x9f, 0xad, 0xad, 0x34f, 0x34f, 0x61c, 0x61c, 0x115f, 0x1160, 0x17b4,
        0x17b5, 0x180b, 0x180f, 0x200b, 0x200f, 0x202a, 0x202e, 0x2060, 0x206f, 0x3164, 0x3164, 0xfe00, 0xfe0f, 0xfeff,
        0xfeff, 0xffa0, 0xffa0, 0xfff0, 0xfffb, 0x1bca0, 0x1bca3, 0x1d173, 0x1d17a, 0xe0000, 0xe0fff
    };

    /** First and last code points, ascending, of the blocks with compatibility forms of ASCII characters. */
    private static final int[] FOLDED = {
        0xa8, 0xbe, 0x132, 0x17f, 0x1c4, 0x1f3, 0x2b0, 0x2e3, 0x1d2c, 0x1dbf, 0x1e9a, 0x1e9b, 0x2024, 0x2026, 0x2070,
        0x209c, 0x20a8, 0x20a8, 0x2100, 0x2189, 0x2460, 0x24ea, 0x2c7c, 0x2c7d, 0x3250, 0x325f, 0x32b1, 0x32cf, 0x3358,
        0x33ff, 0xa7f2, 0xa7f4, 0xfb00, 0xfb06, 0xfe19, 0xfe19, 0xfe30, 0xfe34, 0xfe4d, 0xfe6b, 0xff01, 0xff5e, 0x107a5,
        0x107a5, 0x1d400, 0x1d7ff, 0x1f100, 0x1f190, 0x1fbf0, 0x1fbf9
    };

    private Folding() {}

    static String fold(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (within(UNSEEN, c)) {
                return;
            }
            if (within(FOLDED, c)) {
                folded.append(Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC));
            } else {
                folded.appendCodePoint(c);
            }
        });
        return folded.toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean within(int[] ranges, int c) {
        for (int i = 0; i < ranges.length && ranges[i] <= c; i += 2) {
            if (c <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
