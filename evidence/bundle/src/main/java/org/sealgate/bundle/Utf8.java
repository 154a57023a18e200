package org.sealgate.bundle;

/** UTF-8 as RFC 3629 section 4 defines it: no overlong form, no surrogate, nothing beyond U+10FFFF. */
final class Utf8 {
    private Utf8() {}

    /** Length of the well-formed sequence of two to four bytes that starts here; 0 where there is none. */
    static int lengthAt(byte[] b, int i) {
        int lead = b[i] & 0xff;
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (b.length - i < length || !isSecond(lead, b[i + 1] & 0xff)) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if ((b[i + k] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** The second byte alone decides about overlong forms, surrogates and the upper end. */
    private static boolean isSecond(int lead, int second) {
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        return second >= low && second <= high;
    }

    /** Writes one code point that is no surrogate, in one to four bytes; answers the position behind it. */
    static int put(byte[] to, int at, int codePoint) {
        if (codePoint < 0x80) {
            to[at] = (byte) codePoint;
            return at + 1;
        }
        if (codePoint < 0x800) {
            to[at] = (byte) (0xc0 | (codePoint >> 6));
            return last(to, at + 1, codePoint);
        }
        if (codePoint < 0x10000) {
            to[at] = (byte) (0xe0 | (codePoint >> 12));
            to[at + 1] = sixBits(codePoint >> 6);
            return last(to, at + 2, codePoint);
        }
        to[at] = (byte) (0xf0 | (codePoint >> 18));
        to[at + 1] = sixBits(codePoint >> 12);
        to[at + 2] = sixBits(codePoint >> 6);
        return last(to, at + 3, codePoint);
    }

    private static int last(byte[] to, int at, int codePoint) {
        to[at] = sixBits(codePoint);
        return at + 1;
    }

    private static byte sixBits(int value) {
        return (byte) (0x80 | (value & 0x3f));
    }
}
