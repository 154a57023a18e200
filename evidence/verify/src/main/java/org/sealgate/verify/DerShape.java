package org.sealgate.verify;

/**
 * Whether bytes are one element of DER as far as tags and lengths go (X.690 sections 8.1 and 10.1): definite lengths in the fewest bytes,
 * tags of one byte, nothing behind the end, no more than a few elements within each other. What reads them next recurses.
 *
 * <pre>{@code 30 80 … 00 00} (indefinite) and {@code 30 81 05 …} (a byte too many) are refused</pre>
 */
final class DerShape {
    private static final int DEEPEST = 32;

    private final byte[] der;
    private final int[] ends = new int[DEEPEST];
    private int depth;
    private int at;

    private DerShape(byte[] der) {
        this.der = der;
    }

    static void require(byte[] der) throws TokenRefusedException {
        new DerShape(der).walk();
    }

    private void walk() throws TokenRefusedException {
        element();
        while (depth > 0) {
            if (at == ends[depth - 1]) {
                depth--;
            } else {
                element();
            }
        }
        if (at != der.length) {
            throw refused("bytes behind the end");
        }
    }

    /** Passes one tag and length, and the content where it has no elements in it. */
    private void element() throws TokenRefusedException {
        int tag = next();
        if ((tag & 0x1f) == 0x1f) {
            throw refused("a tag of several bytes");
        }
        int length = length();
        int end = depth == 0 ? der.length : ends[depth - 1];
        if (length > end - at) {
            throw refused("an element that is longer than what it is in");
        }
        boolean constructed = (tag & 0x20) != 0;
        if (!constructed) {
            at += length;
        } else if (depth == DEEPEST) {
            throw refused("more than " + DEEPEST + " elements within each other");
        } else {
            ends[depth++] = at + length;
        }
    }

    private int length() throws TokenRefusedException {
        int first = next();
        if (first < 0x80) {
            return first;
        }
        int bytes = first & 0x7f;
        if (bytes < 1 || bytes > 3) {
            throw refused(bytes == 0 ? "an indefinite length" : "a length of " + bytes + " bytes");
        }
        int length = 0;
        for (int i = 0; i < bytes; i++) {
            length = length << 8 | next();
        }
        if (length < 0x80 || length >>> 8 * (bytes - 1) == 0) {
            throw refused("a length that could be shorter");
        }
        return length;
    }

    private int next() throws TokenRefusedException {
        if (at == der.length) {
            throw refused("an end within an element");
        }
        return der[at++] & 0xff;
    }

    private static TokenRefusedException refused(String actual) {
        return new TokenRefusedException("one element of DER", actual);
    }
}
