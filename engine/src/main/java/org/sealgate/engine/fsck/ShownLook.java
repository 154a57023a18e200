package org.sealgate.engine.fsck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.EntryTile;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.MerkleHash;
import org.sealgate.bundle.TileId;

/** Holds the log as others see it against the log as the journal has it: every file that must be there, and every one that is. */
final class ShownLook {
    /** What the engine makes of a log: tiles in folders of a thousand, partial ones in a folder of their place. */
    private static final Pattern FOLDER =
            Pattern.compile("log(/anchors|/tile(/(entries|[0-9]{1,2})(/x[0-9]{3}){0,6}(/[0-9]{3}\\.p)?)?)?");

    private static final int MOST_BYTES = 1 << 20;

    private final PlainFiles plain;
    private final Path log;
    private final AnchorsLook anchors;
    private final LogEntries entries;
    private final Faults faults;

    ShownLook(PlainFiles plain, Fsck.Trusted trusted, LogEntries entries, Faults faults) {
        this.plain = plain;
        this.anchors = new AnchorsLook(plain, trusted, entries, faults);
        this.log = plain.file("log");
        this.entries = entries;
        this.faults = faults;
    }

    void look() throws IOException {
        faults.look("log/checkpoint", this::checkpoint);
        if (entries.size() > 0) {
            required();
        }
        for (Path file : plain.below("log", FOLDER.asMatchPredicate())) {
            faults.look(plain.name(file), () -> shown(file));
        }
        faults.look("log/anchors", anchors::end);
    }

    private void shown(Path file) throws IOException {
        String name = log.relativize(file).toString().replace('\\', '/');
        if (name.startsWith("anchors/")) {
            anchors.file(file);
        } else if (!name.equals("checkpoint")) {
            tile(name, file);
        }
    }

    private void checkpoint() throws IOException {
        Optional<Bytes> newest = entries.lastCheckpoint().flatMap(entries::checkpoint);
        Optional<Bytes> found =
                PlainFiles.read(log.resolve("checkpoint"), MOST_BYTES).map(Bytes::copyOf);
        if (found.isEmpty()) {
            newest.ifPresent(note -> faults.missing("log/checkpoint", "the journal has one of size " + entries.size()));
        } else if (!newest.equals(found)) {
            String first = new String(found.get().toArray(), StandardCharsets.UTF_8);
            faults.different(
                    "log/checkpoint",
                    "it is not the journal's newest, of size " + entries.size() + "; it says: "
                            + first.lines().limit(3).toList());
        }
    }

    /** The tiles without which nobody can prove anything. */
    private void required() {
        for (int level = TileId.ENTRIES; level <= 0 || hashes(level) > 0; level++) {
            long tiles = (hashes(level) + TileId.FULL - 1) / TileId.FULL;
            for (long index = 0; index < tiles; index++) {
                String path =
                        TileId.in(entries.size(), level, index).orElseThrow().path();
                if (!PlainFiles.isThere(log.resolve(path))) {
                    faults.missing("log/" + path, "a start makes it again from the journal");
                }
            }
        }
    }

    private long hashes(int level) {
        return level == TileId.ENTRIES ? entries.size() : entries.size() >>> (Byte.SIZE * level);
    }

    private void tile(String name, Path file) throws IOException {
        Optional<TileId> id = TileId.ofPath(name);
        if (id.isEmpty()) {
            faults.extra("log/" + name, "no file of a log has this name");
            return;
        }
        TileId tile = id.get();
        long end = tile.index() * TileId.FULL + tile.width();
        if (end > hashes(tile.level())) {
            faults.extra("log/" + name, "the journal's log is smaller: " + entries.size() + " entries");
            return;
        }
        Optional<byte[]> found = PlainFiles.read(file, EntryFile.most(tile));
        long first = found.isPresent() ? firstDifferent(tile, found.get()) : -1;
        if (first >= 0) {
            String what = tile.level() > 0 ? "hash " + first + " of level " + tile.level() : entry(first);
            faults.different("log/" + name, "it is not what the journal says, from " + what + " on");
        }
    }

    private String entry(long index) {
        return "entry " + index + ", " + entries.name(index);
    }

    /** -1 where all of the tile is as it must be. */
    private long firstDifferent(TileId tile, byte[] found) {
        long first = tile.index() * TileId.FULL;
        List<Digest> expected = tile.level() <= 0
                ? range(first, tile.width())
                : entries.level(tile.level(), entries.size()).subList((int) first, (int) first + tile.width());
        if (tile.level() == TileId.ENTRIES) {
            return first + firstDifferentEntry(expected, tile.width(), found, first);
        }
        for (int i = 0; i < tile.width(); i++) {
            byte[] hash = expected.get(i).bytes();
            int at = i * Digest.BYTES;
            if (found.length < at + Digest.BYTES
                    || !java.util.Arrays.equals(found, at, at + Digest.BYTES, hash, 0, Digest.BYTES)) {
                return first + i;
            }
        }
        return found.length == tile.width() * Digest.BYTES ? -1 : first;
    }

    private static long firstDifferentEntry(List<Digest> expected, int width, byte[] found, long first) {
        try {
            List<Bytes> bodies = EntryTile.decode(found, width);
            for (int i = 0; i < width; i++) {
                if (!MerkleHash.leaf(bodies.get(i)).equals(expected.get(i))) {
                    return i;
                }
            }
            return -1 - first;
        } catch (LogProofException e) {
            return 0;
        }
    }

    private List<Digest> range(long first, int count) {
        return Stream.iterate(first, index -> index + 1)
                .limit(count)
                .map(entries::leaf)
                .toList();
    }
}
