package org.sealgate.bundle;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A SHA-256 digest (FIPS 180-4): 32 bytes. As text {@code sha256:} and 64 lower-case hexadecimal digits, the only spelling accepted.
 *
 * <pre>{@code
 * Digest.sha256().text()   // sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
 * }</pre>
 */
public final class Digest implements Comparable<Digest> {
    /** How many bytes a digest has. */
    public static final int BYTES = 32;

    private static final String PREFIX = "sha256:";
    private static final HexFormat HEX = HexFormat.of();
    private static final MessageDigest UNUSED = ofPlatform();

    private final byte[] value;

    private Digest(byte[] value) {
        this.value = value;
    }

    /** Digest of these arrays, one behind the other. */
    public static Digest sha256(byte[]... parts) {
        MessageDigest sha256 = newSha256();
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return finish(sha256);
    }

    /**
     * The digest of this text.
     *
     * @throws IllegalArgumentException unless the text is {@code sha256:} and 64 lower-case hexadecimal digits
     */
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a digest does not start with sha256:");
        }
        return ofHex(text.substring(PREFIX.length()));
    }

    /**
     * The digest of these digits.
     *
     * @throws IllegalArgumentException unless the text is 64 lower-case hexadecimal digits
     */
    public static Digest ofHex(String hex) {
        if (hex.length() != 64) {
            throw new IllegalArgumentException("a digest is not 64 digits long");
        }
        for (int i = 0; i < 64; i++) {
            char c = hex.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                throw new IllegalArgumentException("a digest has a digit that is not 0-9 or a-f");
            }
        }
        return new Digest(HEX.parseHex(hex));
    }

    /**
     * The digest with these bytes.
     *
     * @throws IllegalArgumentException unless there are 32
     */
    public static Digest ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a digest has 32 bytes, not " + bytes.length);
        }
        return new Digest(bytes.clone());
    }

    /** SHA-256 of nothing so far, for what comes piece by piece. A copy: asking the providers each time costs more than a short hash. */
    public static MessageDigest newSha256() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 cannot be copied", e);
        }
    }

    private static MessageDigest ofPlatform() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static Digest finish(MessageDigest sha256) {
        return new Digest(sha256.digest());
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return HEX.formatHex(value);
    }

    /** {@code sha256:} and {@link #hex()}. */
    public String text() {
        return PREFIX + hex();
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return value.clone();
    }

    /** The 32 bytes themselves, for code of this package that only reads them. */
    byte[] array() {
        return value;
    }

    /** By bytes, unsigned, which is the order of {@link #hex()}. */
    @Override
    public int compareTo(Digest other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && Arrays.equals(value, digest.value);
    }

    @Override
    public int hashCode() {
        // any four bytes of a digest are as good as a hash of all
        return ByteBuffer.wrap(value).getInt();
    }

    /** The same as {@link #text()}. */
    @Override
    public String toString() {
        return text();
    }
}
