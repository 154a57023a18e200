package org.sealgate.engine.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.sealgate.engine.SampleLog;

/**
 * Judges a log by what is written of it, with a tree that is computed in the slowest way there is. It insists on what nobody may
 * break: every checkpoint in the journal is of exactly the leaves before it, no two are of one size, and what is shown is one of
 * them with all its tiles.
 */
final class LogCheck {
    private static final String ORIGIN = SampleLog.VERIFIER.name();

    /** Checkpoints of the journal by their size. */
    private final Map<Long, String> journalled = new TreeMap<>();

    private final List<byte[]> leaves = new ArrayList<>();

    /** A batch's closing frame, with the digests of the statements in it. */
    void batch(byte[] kept, List<String> digests) {
        ByteBuffer in = ByteBuffer.wrap(kept);
        assertEquals(1, in.get());
        assertEquals(leaves.size(), in.getLong(), "the index of a batch's first leaf");
        in.getLong();
        assertEquals(digests.size(), in.getInt(), "a leaf for each record");
        for (String digest : digests) {
            byte[] leaf = new byte[32];
            in.get(leaf);
            assertArrayEquals(sha256(new byte[] {0}, digest.getBytes(StandardCharsets.UTF_8)), leaf, digest);
            leaves.add(leaf);
        }
        byte[] note = new byte[in.remaining()];
        in.get(note);
        String text = new String(note, StandardCharsets.UTF_8);
        assertEquals(leaves.size(), size(text));
        assertEquals(
                Base64.getEncoder().encodeToString(root(leaves)),
                text.lines().toList().get(2));
        requireSigned(text);
        assertEquals(null, journalled.put(size(text), text), "two checkpoints of one size");
    }

    /** What is shown, where anything is; returns its size. */
    long shown(Disk disk, Path folder) throws IOException {
        if (disk.size(folder.resolve("checkpoint")) < 0) {
            return 0;
        }
        String checkpoint = new String(content(disk, folder.resolve("checkpoint")), StandardCharsets.UTF_8);
        assertEquals(journalled.get(size(checkpoint)), checkpoint, "a checkpoint is shown and not journalled");
        long size = size(checkpoint);
        for (long from = 0; from < size; from += 256) {
            long to = Math.min(from + 256, size);
            assertArrayEquals(
                    joined(leaves.subList((int) from, (int) to)),
                    content(disk, tile(disk, folder.resolve("tile/0"), from, to)));
            assertEntries(content(disk, tile(disk, folder.resolve("tile/entries"), from, to)), from, to);
        }
        List<byte[]> above = new ArrayList<>();
        for (long from = 0; from + 256 <= size; from += 256) {
            above.add(root(leaves.subList((int) from, (int) from + 256)));
        }
        if (!above.isEmpty()) {
            assertArrayEquals(joined(above), content(disk, tile(disk, folder.resolve("tile/1"), 0, above.size())));
        }
        return size;
    }

    /** Every checkpoint that anybody has seen stays in the journal. */
    void requireJournalled(String seen) {
        assertEquals(journalled.get(size(seen)), seen, "a checkpoint was seen and is not in the journal");
    }

    int size() {
        return leaves.size();
    }

    private static Path tile(Disk disk, Path level, long from, long to) throws IOException {
        Path full = level.resolve("%03d".formatted(from / 256));
        Path partial = level.resolve("%03d.p".formatted(from / 256)).resolve(Long.toString(to - from));
        return to - from == 256 ? full : partial;
    }

    private void assertEntries(byte[] file, long from, long to) {
        ByteBuffer in = ByteBuffer.wrap(file);
        for (long index = from; index < to; index++) {
            byte[] entry = new byte[in.getShort() & 0xffff];
            in.get(entry);
            assertArrayEquals(leaves.get((int) index), sha256(new byte[] {0}, entry), "entry " + index);
        }
        assertEquals(0, in.remaining());
    }

    static long size(String note) {
        return Long.parseLong(note.lines().toList().get(1));
    }

    private static void requireSigned(String note) {
        List<String> lines = note.lines().toList();
        assertEquals(List.of(ORIGIN, ""), List.of(lines.get(0), lines.get(3)));
        assertEquals(5, lines.size());
        byte[] text = (String.join("\n", lines.subList(0, 3)) + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] line = Base64.getDecoder().decode(lines.get(4).split(" ")[2]);
        Ed25519Signer check = new Ed25519Signer();
        check.init(
                false, new Ed25519PublicKeyParameters(SampleLog.VERIFIER.key().toArray(), 0));
        check.update(text, 0, text.length);
        assertTrue(check.verifySignature(Arrays.copyOfRange(line, 4, line.length)), "a signature of the log");
    }

    /** RFC 6962 section 2.1, word for word. */
    private static byte[] root(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int k = Integer.highestOneBit(leaves.size() - 1);
        return sha256(new byte[] {1}, root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
    }

    private static byte[] joined(List<byte[]> hashes) {
        ByteBuffer all = ByteBuffer.allocate(hashes.size() * 32);
        hashes.forEach(all::put);
        return all.array();
    }

    private static byte[] content(Disk disk, Path file) throws IOException {
        try (Disk.DiskFile open = disk.open(file, false)) {
            ByteBuffer into = ByteBuffer.allocate((int) open.size());
            Disk.readFully(open, into, 0);
            return into.array();
        }
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha256.update(part);
            }
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
