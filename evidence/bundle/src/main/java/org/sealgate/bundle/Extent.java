package org.sealgate.bundle;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/** A run of bytes, wherever it lies. Its size was fixed when the container was opened: a file that has another by now is refused. */
sealed interface Extent {
    int CHUNK = 1 << 16;

    /** Takes what is read, piece by piece; must not keep the array. */
    @FunctionalInterface
    interface Sink {
        void take(byte[] bytes, int offset, int length);
    }

    long size();

    InputStream open() throws IOException;

    /** Hands over all bytes in order. */
    default void feed(Sink sink) throws IOException {
        try (InputStream in = open()) {
            byte[] chunk = new byte[(int) Math.min(CHUNK, size())];
            long left = size();
            while (left > 0) {
                int read = in.readNBytes(chunk, 0, (int) Math.min(chunk.length, left));
                if (read == 0) {
                    throw new EOFException("a bundle became shorter while it was read");
                }
                sink.take(chunk, 0, read);
                left -= read;
            }
        }
    }

    /** All bytes; the caller has found the size to be small. */
    default byte[] bytes() throws IOException {
        byte[] all = new byte[Math.toIntExact(size())];
        try (InputStream in = open()) {
            if (in.readNBytes(all, 0, all.length) < all.length) {
                throw new EOFException("a bundle became shorter while it was read");
            }
        }
        return all;
    }

    /** Whether these are the bytes. */
    default boolean holds(byte[] expected) throws IOException {
        return Arrays.equals(bytes(), expected);
    }

    /** A range of an array that nobody changes, which the caller has found to be within. */
    final class InMemory implements Extent {
        private final byte[] bundle;
        private final int offset;
        private final int length;

        InMemory(byte[] bundle, long offset, long length) {
            this.bundle = bundle;
            this.offset = Math.toIntExact(offset);
            this.length = Math.toIntExact(length);
        }

        @Override
        public long size() {
            return length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bundle, offset, length);
        }

        @Override
        public void feed(Sink sink) {
            sink.take(bundle, offset, length);
        }

        @Override
        public byte[] bytes() {
            return Arrays.copyOfRange(bundle, offset, offset + length);
        }

        @Override
        public boolean holds(byte[] expected) {
            return Arrays.equals(bundle, offset, offset + length, expected, 0, expected.length);
        }
    }

    /** Part of an open file, read by position so that several readers do not disturb each other. */
    record InFile(FileChannel file, long offset, long size) implements Extent {
        @Override
        public InputStream open() {
            return new Positional(file, offset, offset + size);
        }
    }

    /** A whole file of an unpacked bundle. */
    record WholeFile(Path file, long size) implements Extent {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Reads a range of a file without moving the file's own position. */
    final class Positional extends InputStream {
        private final FileChannel file;
        private final long end;
        private long at;

        Positional(FileChannel file, long start, long end) {
            this.file = file;
            this.at = start;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, to.length);
            if (length == 0) {
                return 0;
            }
            if (at == end) {
                return -1;
            }
            int read = file.read(ByteBuffer.wrap(to, offset, (int) Math.min(length, end - at)), at);
            at += Math.max(read, 0);
            return read;
        }
    }
}
