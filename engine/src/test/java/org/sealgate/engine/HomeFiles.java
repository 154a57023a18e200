package org.sealgate.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.sealgate.bundle.Digest;

/** What an operator can do to the files of a home in which nothing runs. */
final class HomeFiles {
    private static final int HEAD = 41;
    private static final int LENGTH_AT = 5;
    private static final int KIND_AT = 4;
    private static final byte DECISION = 3;

    private HomeFiles() {}

    static Path copy(Path home, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path from : all.toList()) {
                Path target = to.resolve(home.relativize(from).toString());
                if (Files.isDirectory(from)) {
                    Files.createDirectories(
                            target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                } else if (Files.isRegularFile(from)) {
                    Files.copy(from, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return to;
    }

    static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    static void write(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        Files.write(file, content);
    }

    /** Takes the n-th decision's frame out of the journal, as if it had never been written. */
    static void cut(Path store, int decision) throws IOException {
        int seen = 0;
        try (Stream<Path> segments = Files.list(store.resolve("journal"))) {
            for (Path file : segments.sorted().toList()) {
                byte[] segment = Files.readAllBytes(file);
                for (int at = 0; at < segment.length; at = next(segment, at)) {
                    if (segment[at + KIND_AT] == DECISION && seen++ == decision) {
                        write(file, without(segment, at, next(segment, at)));
                        return;
                    }
                }
            }
        }
        throw new AssertionError("no such decision");
    }

    /** What an owner of the store can do to a record: bytes in it replaced, and its frame hashed again. */
    interface Edit {
        byte[] of(byte[] payload);
    }

    /** Writes the n-th decision's frame again with another payload. */
    static void edit(Path store, int decision, Edit edit) throws IOException {
        Path file = store.resolve("journal/00000001.journal");
        byte[] segment = Files.readAllBytes(file);
        int seen = 0;
        for (int at = 0; at < segment.length; at = next(segment, at)) {
            if (segment[at + KIND_AT] == DECISION && seen++ == decision) {
                int end = next(segment, at);
                byte[] payload = edit.of(Arrays.copyOfRange(segment, at + HEAD, end));
                byte[] head = Arrays.copyOfRange(segment, at, at + LENGTH_AT);
                byte[] length = ByteBuffer.allocate(4).putInt(payload.length).array();
                byte[] hash =
                        Digest.sha256(new byte[] {DECISION}, length, payload).bytes();
                ByteBuffer out = ByteBuffer.allocate(segment.length - (end - at) + HEAD + payload.length);
                out.put(segment, 0, at).put(head).put(length).put(hash).put(payload);
                write(file, out.put(segment, end, segment.length - end).array());
                return;
            }
        }
        throw new AssertionError("no such decision");
    }

    /** The first occurrence behind a mark. */
    static Edit replace(String mark, String from, String to) {
        return payload -> {
            // one byte a character
            String text = new String(payload, StandardCharsets.ISO_8859_1);
            int at = text.indexOf(from, text.indexOf(mark));
            if (at < 0 || !text.contains(mark)) {
                throw new AssertionError(mark + ": " + from);
            }
            return (text.substring(0, at) + to + text.substring(at + from.length()))
                    .getBytes(StandardCharsets.ISO_8859_1);
        };
    }

    private static int next(byte[] segment, int at) {
        return at + HEAD + ByteBuffer.wrap(segment).getInt(at + LENGTH_AT);
    }

    private static byte[] without(byte[] segment, int from, int to) {
        return ByteBuffer.allocate(segment.length - (to - from))
                .put(segment, 0, from)
                .put(segment, to, segment.length - to)
                .array();
    }
}
