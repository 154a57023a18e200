package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal as its format is written down and not as the store reads it: no class of the store's is used but the disk.
 * It insists on what nobody may break: contiguous segments, whole frames up to the named lengths, numbers without a gap, and
 * each statement naming the digest of the one before.
 */
final class JournalCheck {
    /** A decision that it found. */
    record Seen(
            String decisionId,
            String stream,
            long number,
            @Nullable String fileName) {}

    private record Read(Seen seen, String statement, boolean isDecision) {}

    private final Disk disk;
    private final Path folder;
    private final List<Seen> seen = new ArrayList<>();
    private final LogCheck log = new LogCheck();

    /** Records of a batch that is not closed yet; where it never is they do not count. */
    private final List<Read> open = new ArrayList<>();

    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, String> statements = new HashMap<>();

    private JournalCheck(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    static List<Seen> read(Disk disk, Path store) throws IOException {
        return of(disk, store).seen;
    }

    /** The log as the journal has it. */
    static LogCheck log(Disk disk, Path store) throws IOException {
        return of(disk, store).log;
    }

    private static JournalCheck of(Disk disk, Path store) throws IOException {
        JournalCheck check = new JournalCheck(disk, store.resolve("journal"));
        check.readAll();
        return check;
    }

    private void readAll() throws IOException {
        List<byte[]> segments = new ArrayList<>();
        for (String name : disk.names(folder).stream().sorted().toList()) {
            assertEquals("%08d.journal".formatted(segments.size() + 1), name);
            segments.add(content(folder.resolve(name)));
        }
        if (!segments.isEmpty() && header(segments.getLast()) == null) {
            segments.removeLast();
        }
        for (int i = 0; i < segments.size(); i++) {
            byte[] segment = segments.get(i);
            boolean isLast = i == segments.size() - 1;
            long end = isLast ? segment.length : previousLength(segments.get(i + 1));
            assertTrue(end <= segment.length, "segment " + (i + 1) + " is shorter than the next one says");
            long intact = frames(segment, (int) end);
            assertTrue(isLast || intact == end, "segment " + (i + 1) + " is damaged at " + intact);
            assertTrue(isLast || open.isEmpty(), "segment " + (i + 1) + " ends in a batch that is not closed");
        }
    }

    private static byte @Nullable [] header(byte[] segment) throws IOException {
        int length = intactFrame(segment, 0, segment.length);
        return length < 0 || segment[4] != 1 ? null : Arrays.copyOfRange(segment, 41, length);
    }

    private static long previousLength(byte[] segment) throws IOException {
        byte[] header = header(segment);
        if (header == null) {
            throw new AssertionError("a segment between others has no header");
        }
        return ByteBuffer.wrap(header).getLong(1 + 4 + 16);
    }

    private long frames(byte[] segment, int end) throws IOException {
        int at = 0;
        while (at < end) {
            int next = intactFrame(segment, at, end);
            if (next < 0) {
                return at;
            }
            byte[] payload = Arrays.copyOfRange(segment, at + 41, next);
            switch (segment[at + 4]) {
                case 2 -> assertTrue(open.isEmpty(), "a batch was not closed and the next was opened");
                case 3 -> decision(payload);
                case 4 -> statement(payload);
                case 5 -> close(payload);
                default -> assertEquals(1, segment[at + 4]);
            }
            at = next;
        }
        return at;
    }

    private void close(byte[] kept) {
        List<String> digests = new ArrayList<>();
        for (Read each : open) {
            Seen record = each.seen;
            chain(record.stream(), record.number(), each.statement, record.decisionId());
            digests.add("sha256:"
                    + HexFormat.of().formatHex(sha256().digest(each.statement.getBytes(StandardCharsets.UTF_8))));
            if (each.isDecision) {
                seen.add(record);
            }
        }
        log.batch(kept, digests);
        open.clear();
    }

    /** Where the frame ends, -1 where it is not whole. */
    private static int intactFrame(byte[] segment, int at, int end) {
        if (end - at < 41 || ByteBuffer.wrap(segment).getInt(at) != 0x53474A31) {
            return -1;
        }
        int length = ByteBuffer.wrap(segment).getInt(at + 5);
        if (length < 0 || length > end - at - 41) {
            return -1;
        }
        MessageDigest sha256 = sha256();
        sha256.update(segment, at + 4, 5);
        sha256.update(segment, at + 41, length);
        return Arrays.equals(sha256.digest(), Arrays.copyOfRange(segment, at + 9, at + 41)) ? at + 41 + length : -1;
    }

    private void decision(byte[] payload) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload));
        assertEquals(1, in.readByte());
        in.readLong();
        String id = text(in);
        text(in);
        text(in);
        text(in);
        text(in);
        String fileName = text(in);
        text(in);
        String stream = text(in);
        long number = in.readLong();
        byte[] pae = in.readNBytes(32);
        text(in);
        in.skipNBytes(in.readInt());
        in.readShort();
        in.skipNBytes(in.readInt());
        String statement = null;
        for (int left = in.readInt(); left > 0; left--) {
            String name = text(in);
            int length = in.readInt();
            assertEquals(0, in.readShort(), "these records repeat nothing");
            byte[] part = in.readNBytes(in.readInt());
            assertEquals(length, part.length);
            if ("statement".equals(name)) {
                statement = new String(part, StandardCharsets.UTF_8);
                assertArrayEquals(pae, sha256().digest(part), id);
            }
        }
        Seen decision = new Seen(String.valueOf(id), String.valueOf(stream), number, fileName);
        open.add(new Read(decision, String.valueOf(statement), true));
    }

    private void statement(byte[] payload) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload));
        assertEquals(1, in.readByte());
        in.readLong();
        long number = in.readLong();
        byte[] pae = in.readNBytes(32);
        String stream = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        String statement = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        assertArrayEquals(pae, sha256().digest(statement.getBytes(StandardCharsets.UTF_8)));
        String id = statement.substring(statement.lastIndexOf('|') + 1);
        open.add(new Read(new Seen(id, stream, number, null), statement, false));
    }

    private void chain(String stream, long number, String statement, @Nullable String id) {
        assertEquals(numbers.getOrDefault(stream, 0L) + 1, number, "number in " + stream + " at " + id);
        String before = statements.get(stream);
        String previous = before == null
                ? "null"
                : "sha256:" + HexFormat.of().formatHex(sha256().digest(before.getBytes(StandardCharsets.UTF_8)));
        assertEquals(stream + "|" + number + "|" + previous + "|" + id, statement);
        numbers.put(stream, number);
        statements.put(stream, statement);
    }

    private byte[] content(Path file) throws IOException {
        try (Disk.DiskFile open = disk.open(file, false)) {
            ByteBuffer into = ByteBuffer.allocate((int) open.size());
            Disk.readFully(open, into, 0);
            return into.array();
        }
    }

    private static @Nullable String text(DataInputStream in) throws IOException {
        int length = in.readUnsignedShort();
        return length == 0xffff ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
