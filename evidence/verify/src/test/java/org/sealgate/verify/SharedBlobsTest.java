package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.ContainerException;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Part;

/** What is kept from one bundle to the next saves hashing, and never stands for other bytes. */
class SharedBlobsTest {
    private static final int PIECE = 16 << 10;
    private static final int MOST = 1 << 26;

    @TempDir
    Path folder;

    /** Calls with a part of this content, which lies in a bundle of its own. */
    private void with(byte[] content, Consumer<Part> call) {
        try {
            Path file = folder.resolve(Digest.sha256(content).hex());
            TreeMap<String, byte[]> files = new TreeMap<>();
            files.put("policy/src/a.rego", content);
            try (Container container =
                    Container.open(ForgedBundle.write(java.nio.file.Files.createDirectories(file), files))) {
                call.accept(Objects.requireNonNull(container.parts().get("policy/src/a.rego")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) (i % 251);
        }
        return content;
    }

    /** Contents that are not the first: one byte changed at each edge of a piece, one more, one less. */
    static List<byte[]> others() {
        byte[] first = content(2 * PIECE + 5);
        List<byte[]> changed = IntStream.of(0, 1, PIECE - 1, PIECE, 2 * PIECE - 1, 2 * PIECE, first.length - 1)
                .mapToObj(at -> {
                    byte[] other = first.clone();
                    other[at] ^= 1;
                    return other;
                })
                .toList();
        return java.util.stream.Stream.concat(
                        changed.stream(),
                        java.util.stream.Stream.of(
                                Arrays.copyOf(first, first.length - 1),
                                Arrays.copyOf(first, first.length + 1),
                                Arrays.copyOf(first, PIECE),
                                new byte[0]))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("others")
    void verified_otherBytesUnderAKnownDigest_areRefused(byte[] other) {
        byte[] first = content(2 * PIECE + 5);
        Digest digest = Digest.sha256(first);
        SharedBlobs blobs = new SharedBlobs();
        with(
                first,
                part -> assertArrayEquals(
                        first, blobs.verified(digest, part, MOST).orElseThrow()));
        with(other, part -> assertEquals(Optional.empty(), blobs.verified(digest, part, MOST)));
        with(
                other,
                part -> assertArrayEquals(
                        other, blobs.verified(Digest.sha256(other), part, MOST).orElseThrow()));
    }

    @ParameterizedTest
    @MethodSource("others")
    void digest_ofOtherBytesUnderAKnownName_isTheirOwn(byte[] other) {
        byte[] first = content(2 * PIECE + 5);
        SharedBlobs blobs = new SharedBlobs();
        with(first, part -> assertEquals(Digest.sha256(first), blobs.digest(part)));
        with(other, part -> assertEquals(Digest.sha256(other), blobs.digest(part)));
        with(first, part -> assertEquals(Digest.sha256(first), blobs.digest(part)));
    }

    /** Names without end, and content that is large, are hashed where they lie. */
    @Test
    void digest_ofWhatIsNotKept_isComputedEachTime() {
        byte[] large = content((64 << 10) + 1);
        SharedBlobs blobs = new SharedBlobs();
        with(large, part -> assertNotSame(blobs.digest(part), blobs.digest(part)));
        with(large, part -> assertEquals(Digest.sha256(large), blobs.digest(part)));
        byte[] kept = content(64 << 10);
        with(kept, part -> assertSame(blobs.digest(part), blobs.digest(part)));

        SharedBlobs full = new SharedBlobs();
        TreeMap<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < 257; i++) {
            files.put("policy/src/%03d.rego".formatted(i), content(i));
        }
        try (Container container = Container.open(ForgedBundle.write(folder, files))) {
            container.parts().values().forEach(full::digest);
            List<Part> parts = List.copyOf(container.parts().values());
            assertSame(full.digest(parts.get(255)), full.digest(parts.get(255)));
            assertNotSame(full.digest(parts.get(256)), full.digest(parts.get(256)));
            assertEquals(Digest.sha256(content(256)), full.digest(parts.get(256)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of many lengths around that of a piece: what is the same is kept, and not read into another array. */
    @Test
    void content_seenBefore_isTheSameArray() {
        for (int length : List.of(0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7)) {
            byte[] content = content(length);
            Digest digest = Digest.sha256(content);
            SharedBlobs blobs = new SharedBlobs();
            with(content, part -> {
                assertSame(
                        blobs.verified(digest, part, MOST).orElseThrow(),
                        blobs.verified(digest, part, MOST).orElseThrow());
                assertSame(blobs.digest(part), blobs.digest(part));
            });
        }
    }

    /** 32 MiB are kept and no byte more; what is not is read and hashed each time. */
    @Test
    void content_beyondWhatIsKept_isReadEachTime() {
        byte[] half = content(16 << 20);
        byte[] other = half.clone();
        other[0] ^= 1;
        SharedBlobs blobs = new SharedBlobs();
        with(
                half,
                part -> assertSame(
                        blobs.verified(Digest.sha256(half), part, MOST).orElseThrow(),
                        blobs.verified(Digest.sha256(half), part, MOST).orElseThrow()));
        with(other, part -> {
            Digest digest = Digest.sha256(other);
            assertSame(
                    blobs.verified(digest, part, MOST).orElseThrow(),
                    blobs.verified(digest, part, MOST).orElseThrow());
        });
        byte[] more = {42};
        with(more, part -> {
            Digest digest = Digest.sha256(more);
            assertNotSame(
                    blobs.verified(digest, part, MOST).orElseThrow(),
                    blobs.verified(digest, part, MOST).orElseThrow());
        });
    }

    @Test
    void content_largerThanAllowed_isRefused() {
        with(content(9), part -> {
            SharedBlobs blobs = new SharedBlobs();
            assertThrows(ContainerException.class, () -> blobs.verified(part.digest(), part, 8));
            assertEquals(9, blobs.verified(part.digest(), part, 9).orElseThrow().length);
        });
    }
}
