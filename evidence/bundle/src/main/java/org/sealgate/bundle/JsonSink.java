package org.sealgate.bundle;

import java.util.Arrays;

/** The bytes of a document being written: UTF-8, or ASCII with escapes where asked. */
final class JsonSink {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private byte[] bytes = new byte[512];
    private int size;

    void put(char ascii) {
        room(1);
        bytes[size++] = (byte) ascii;
    }

    void ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    void raw(byte[] written) {
        room(written.length);
        System.arraycopy(written, 0, bytes, size, written.length);
        size += written.length;
    }

    /**
     * A quoted string. Escapes are those that RFC 8785 section 3.2.2.2 and CPython share: the two-character ones, else four lower-case
     * hexadecimal digits.
     *
     * @param asciiOnly escapes DEL and everything beyond it too, as Python's {@code ensure_ascii} does
     */
    void quoted(String text, boolean asciiOnly) {
        room(text.length() + 2);
        bytes[size++] = '"';
        int i = 0;
        while (i < text.length() && isPlain(text.charAt(i))) {
            bytes[size++] = (byte) text.charAt(i);
            i++;
        }
        while (i < text.length()) {
            i += character(text, i, asciiOnly);
        }
        put('"');
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
    }

    private int character(String text, int i, boolean asciiOnly) {
        room(6);
        char c = text.charAt(i);
        if (isPlain(c)) {
            bytes[size++] = (byte) c;
            return 1;
        }
        if (c < ' ' || c == '"' || c == '\\' || asciiOnly) {
            escape(c);
            return 1;
        }
        int codePoint = text.codePointAt(i);
        size = Utf8.put(bytes, size, codePoint);
        return Character.charCount(codePoint);
    }

    private void escape(char c) {
        bytes[size++] = '\\';
        byte letter = switch (c) {
            case '"', '\\' -> (byte) c;
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> 'u';
        };
        bytes[size++] = letter;
        if (letter == 'u') {
            bytes[size++] = HEX[c >> 12];
            bytes[size++] = HEX[c >> 8 & 15];
            bytes[size++] = HEX[c >> 4 & 15];
            bytes[size++] = HEX[c & 15];
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
