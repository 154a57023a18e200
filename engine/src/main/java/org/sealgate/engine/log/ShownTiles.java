package org.sealgate.engine.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.EntryTile;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.MerkleHash;
import org.sealgate.bundle.TileId;

/**
 * The tiles as files. None is ever written twice: a name says how wide it is, and what lies in so many leaves from the left
 * never changes. A power cut may take or tear what is young; start makes it again from the journal.
 */
final class ShownTiles {
    /** Of so many newest files of entries the content is compared at start, of the others that they are there. */
    private static final int COMPARED = 64;

    /** So many at a time, for a batch may be waiting. */
    private static final int PRUNED = 64;

    private static final int BLOCK = 64;

    private final LogFiles files;
    private final Map<TileId, List<TileId>> partial = new HashMap<>();
    private final Deque<TileId> superseded = new ArrayDeque<>();

    ShownTiles(LogFiles files) {
        this.files = files;
    }

    /** Makes a tile; content where it is there. */
    void make(TileId tile, Bytes content) throws IOException {
        if (!files.link(tile.path(), content) && !files.read(tile.path()).equals(Optional.of(content))) {
            throw new IOException(tile.path() + " holds something else than this log's tile");
        }
        made(tile);
    }

    /** At start: the same, and one that was torn is made again. */
    void ensure(TileId tile, Bytes content) throws IOException {
        Optional<Bytes> found = files.read(tile.path());
        if (found.isEmpty()) {
            files.link(tile.path(), content);
        } else if (!found.get().equals(content)) {
            if (!isTorn(found.get().toArray(), content.toArray())) {
                throw new LogRefusal(
                        LogRefusal.Code.LOG_FILE,
                        tile.path() + " holds something else than what the journal says; nothing was changed");
            }
            files.replace(tile.path(), content);
        }
        made(tile);
    }

    /** Makes the files of entries that are missing, from the journal; returns the entries of the last, partial one. */
    List<Bytes> ensureEntries(long size, LongFunction<Bytes> leaves) throws IOException {
        long full = size / TileId.FULL;
        for (long index = 0; index < full; index++) {
            TileId tile = new TileId(TileId.ENTRIES, index, TileId.FULL);
            boolean isThere = index >= full - COMPARED ? isOfItsHashes(tile) : files.size(tile.path()) > 0;
            if (isThere) {
                made(tile);
            } else {
                ensure(tile, EntryTile.encode(entries(index * TileId.FULL, TileId.FULL, leaves)));
            }
        }
        List<Bytes> tail = entries(full * TileId.FULL, (int) (size % TileId.FULL), leaves);
        if (!tail.isEmpty()) {
            ensure(new TileId(TileId.ENTRIES, full, tail.size()), EntryTile.encode(tail));
        }
        return tail;
    }

    /** The hashes beside it were held against the journal before; reading as many records of it again would take seconds. */
    private boolean isOfItsHashes(TileId entries) throws IOException {
        Optional<Bytes> found = files.read(entries.path());
        Optional<Bytes> hashes = files.read(new TileId(0, entries.index(), entries.width()).path());
        return found.isPresent() && hashes.isPresent() && hashes.equals(hashed(found.get(), entries.width()));
    }

    private static Optional<Bytes> hashed(Bytes entries, int width) {
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        try {
            for (Bytes entry : EntryTile.decode(entries.toArray(), width)) {
                hashes.writeBytes(MerkleHash.leaf(entry).bytes());
            }
        } catch (LogProofException torn) {
            return Optional.empty();
        }
        return Optional.of(Bytes.copyOf(hashes.toByteArray()));
    }

    private static List<Bytes> entries(long from, int count, LongFunction<Bytes> leaves) {
        List<Bytes> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(leaves.apply(from + i));
        }
        return entries;
    }

    /** A file of a larger tree than the journal's was shown by somebody who had more of the journal. */
    void requireNothingBeyond(long size) throws IOException {
        for (int level = TileId.ENTRIES; level <= 0 || hashes(size, level) > 0; level++) {
            long index = hashes(size, level) / TileId.FULL;
            int width = (int) (hashes(size, level) % TileId.FULL);
            List<Integer> widths = widths(level, index);
            boolean isWider = widths.stream().anyMatch(found -> found > width);
            if (isWider || files.size(new TileId(level, index, TileId.FULL).path()) >= 0) {
                throw new LogRefusal(
                        LogRefusal.Code.LOG_ROLLBACK,
                        "tiles of a larger log than the journal's " + size
                                + " leaves were shown; restore the journal from a copy, nothing was changed");
            }
        }
    }

    /** Partial tiles of older checkpoints stay until the full one is there, so they are mended as well. */
    void mendOlder(long size, RightEdge right, List<Bytes> tail) throws IOException {
        for (int level = TileId.ENTRIES; level <= 0 || hashes(size, level) > 0; level++) {
            long index = hashes(size, level) / TileId.FULL;
            for (int width : widths(level, index)) {
                TileId tile = new TileId(level, index, width);
                ensure(tile, level == TileId.ENTRIES ? EntryTile.encode(tail.subList(0, width)) : right.tile(tile));
            }
            // a stop may have come between a full tile and the end of its partial ones
            for (int width : index > 0 ? widths(level, index - 1) : List.<Integer>of()) {
                files.delete(new TileId(level, index - 1, width).path());
            }
        }
    }

    private static long hashes(long size, int level) {
        return level == TileId.ENTRIES ? size : size >>> (Byte.SIZE * level);
    }

    private List<Integer> widths(int level, long index) throws IOException {
        List<Integer> widths = new ArrayList<>();
        String folder = new TileId(level, index, TileId.FULL).path() + ".p";
        for (String name : files.names(folder)) {
            TileId.ofPath(folder + "/" + name).ifPresent(tile -> widths.add(tile.width()));
        }
        return widths;
    }

    /**
     * Deletes the partial tiles whose full one is there. Where a stop or an error comes between they stay, and do no harm; one that
     * could not be deleted has its turn again behind the others.
     */
    void prune() {
        for (int left = Math.min(PRUNED, superseded.size()); left > 0; left--) {
            TileId tile = superseded.removeFirst();
            try {
                files.delete(tile.path());
            } catch (IOException e) {
                superseded.addLast(tile);
            }
        }
    }

    private void made(TileId tile) {
        if (tile.isFull()) {
            superseded.addAll(partial.getOrDefault(tile, List.of()));
            partial.remove(tile);
        } else {
            partial.computeIfAbsent(tile.full(), full -> new ArrayList<>()).add(tile);
        }
    }

    /** Equal as far as it goes, missing or zero beyond: what a power cut makes of a file. */
    private static boolean isTorn(byte[] found, byte[] expected) {
        if (found.length > expected.length) {
            return false;
        }
        for (int from = 0; from < found.length; from += BLOCK) {
            int to = Math.min(from + BLOCK, found.length);
            if (!Arrays.equals(found, from, to, expected, from, to)
                    && !Arrays.equals(found, from, to, new byte[BLOCK], 0, to - from)) {
                return false;
            }
        }
        return true;
    }
}
