package org.sealgate.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;

/**
 * One file of an open bundle, read where it lies and never unpacked.
 *
 * <p>Opening the container has compared its CRC-32, which finds accidents. Only the digest finds an adversary, and only for the bytes it
 * was computed over: what is read from a file that others can write may differ from one call to the next, so take {@link #bytes} once
 * and hash what was taken.
 */
public final class Part {
    private final String name;
    private final Extent extent;

    Part(String name, Extent extent) {
        this.name = name;
        this.extent = extent;
    }

    /** Path within the bundle, for example {@code policy/policy.wasm}. */
    public String name() {
        return name;
    }

    /** Size in bytes. */
    public long size() {
        return extent.size();
    }

    /**
     * All bytes of the part.
     *
     * @param max the largest size, in bytes, that the caller is ready to hold
     * @throws ContainerException {@link ContainerCode#BUNDLE_LIMIT} where the part is larger
     * @throws UncheckedIOException where the file cannot be read
     */
    public byte[] bytes(int max) {
        if (size() > max) {
            throw new ContainerException(ContainerCode.BUNDLE_LIMIT, "a part of more than " + max + " bytes");
        }
        try {
            return extent.bytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SHA-256 of the bytes, read anew. @throws UncheckedIOException where the file cannot be read */
    public Digest digest() {
        MessageDigest sha256 = Digest.newSha256();
        try {
            extent.feed(sha256::update);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Digest.finish(sha256);
    }

    /** Reads the bytes from the start. @throws UncheckedIOException where the file cannot be opened */
    public InputStream open() {
        try {
            return extent.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
