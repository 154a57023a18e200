package org.sealgate.bundle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** The small things that notes, checkpoints, keys and proofs are spelled with, each with one spelling. */
final class NoteText {
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,18}");

    private NoteText() {}

    /** The text of bytes that are UTF-8 without control characters but the line feed; empty otherwise. */
    static Optional<String> text(byte[] bytes) {
        for (byte each : bytes) {
            if (each >= 0 && each < 0x20 && each != '\n') {
                return Optional.empty();
            }
        }
        try {
            // a new decoder reports what it cannot decode, where new String would replace it
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The bytes of padded base64, RFC 4648 section 4, in its canonical form; empty otherwise. */
    static Optional<byte[]> base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return base64(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The 32 bytes of a hash. */
    static Optional<Digest> hash(String text) {
        return base64(text).filter(bytes -> bytes.length == Digest.BYTES).map(Digest::ofBytes);
    }

    /** A number from 0 to 2^63-1 in ASCII digits without leading zeros. */
    static Optional<Long> decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    /** Whether a key may have this name: not empty, no space of any script, no plus, nothing that no note can hold. */
    static boolean isKeyName(String name) {
        return !name.isEmpty()
                && name.codePoints().allMatch(c -> c != '+' && c >= 0x20 && !isSpace(c) && !isSurrogate(c));
    }

    private static boolean isSpace(int c) {
        return Character.isSpaceChar(c) || Character.isWhitespace(c) || c == 0x85;
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
