package org.sealgate.bundle;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A byte string that cannot change: copied in, and copied out or lent to be read. Two are equal when their bytes are. */
public final class Bytes {
    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    /** A copy of the array. */
    public static Bytes copyOf(byte[] bytes) {
        return new Bytes(bytes.clone());
    }

    /** The array itself, which its maker lets go of. */
    static Bytes owning(byte[] made) {
        return new Bytes(made);
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return value.clone();
    }

    /** The bytes from the start, to be read only. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(value).asReadOnlyBuffer();
    }

    /** The bytes themselves, for code of this package that only reads them. */
    byte[] array() {
        return value;
    }

    /** How many bytes there are. */
    public int size() {
        return value.length;
    }

    /** Digest of the bytes. */
    public Digest sha256() {
        return Digest.sha256(value);
    }

    /** Reads the bytes from the start. */
    public InputStream open() {
        return new ByteArrayInputStream(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** The size alone: what is in here may be what a log must not show. */
    @Override
    public String toString() {
        return value.length + " bytes";
    }
}
