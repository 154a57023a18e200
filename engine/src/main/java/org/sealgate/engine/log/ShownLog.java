package org.sealgate.engine.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.ConsistencyProof;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.EntryTile;
import org.sealgate.bundle.InclusionProof;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.TileId;
import org.sealgate.bundle.TileSource;
import org.sealgate.bundle.TreeHashes;
import org.sealgate.bundle.TreeHead;

/**
 * The log as others see it: {@code checkpoint} and {@code tile/…} (C2SP tlog-tiles), made from what is forced.
 *
 * <p>Order: first the tiles, each under a name of its own that is never used for anything else, then the checkpoint in one
 * step. A stop anywhere leaves tiles that no checkpoint speaks of, and the next start finds them as they should be.
 */
public final class ShownLog {
    static final String CHECKPOINT = "checkpoint";

    private final LogFiles files;
    private final ShownTiles tiles;
    private final RightEdge right = new RightEdge();
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Batch> waiting = new ArrayList<>();
    private List<Bytes> tail = new ArrayList<>();
    private volatile @Nullable Head head;

    /** A tree, and the checkpoint that signs it. */
    public record Head(TreeHead tree, Bytes checkpoint) {}

    private record Batch(Head head, SortedMap<TileId, Bytes> tiles, List<Bytes> leaves) {}

    ShownLog(LogFiles files) {
        this.files = files;
        this.tiles = new ShownTiles(files);
    }

    /** At start: what a batch of the journal made of the tiles; those that are full are held against the files. */
    void restore(SortedMap<TileId, Bytes> grown) throws IOException {
        right.grow(grown);
        for (Map.Entry<TileId, Bytes> tile : grown.entrySet()) {
            if (tile.getKey().isFull()) {
                tiles.ensure(tile.getKey(), tile.getValue());
            }
        }
    }

    /** Nothing is journalled, so nothing can have been shown. */
    void openEmpty() throws IOException {
        if (files.read(CHECKPOINT).isPresent()) {
            throw new LogRefusal(
                    LogRefusal.Code.LOG_ROLLBACK,
                    "a checkpoint was shown and the journal has no log; restore the journal from a copy");
        }
    }

    /** Makes the files what the journal says, or refuses where they say what the journal cannot have said. */
    void open(TreeHead tree, Bytes checkpoint, LongFunction<Bytes> leaves) throws IOException {
        right.requireTop(tree.size());
        for (TileId tile : right.partial(tree.size())) {
            tiles.ensure(tile, right.tile(tile));
        }
        this.tail = tiles.ensureEntries(tree.size(), leaves);
        tiles.requireNothingBeyond(tree.size());
        tiles.mendOlder(tree.size(), right, tail);
        Optional<Bytes> seen = files.read(CHECKPOINT);
        if (seen.isPresent() && !seen.get().equals(checkpoint)) {
            SeenCheckpoint.of(seen.get()).ifPresent(old -> requireContinued(old, tree));
        }
        if (!seen.equals(Optional.of(checkpoint))) {
            files.replace(CHECKPOINT, checkpoint);
        }
        head = new Head(tree, checkpoint);
    }

    private void requireContinued(TreeHead seen, TreeHead tree) {
        if (seen.size() > tree.size()) {
            throw new LogRefusal(
                    LogRefusal.Code.LOG_ROLLBACK,
                    "a checkpoint of " + seen.size() + " leaves was shown and the journal has " + tree.size()
                            + "; restore the journal from a copy, nothing was changed");
        }
        try {
            consistency(seen.size(), tree.size()).verify(seen.root(), tree.root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LogProofException e) {
            throw new LogRefusal(
                    LogRefusal.Code.LOG_FORK,
                    "the checkpoint that was shown, of size " + seen.size() + ", is not of this journal");
        }
    }

    /** The newer tree begins with the older one, by the tiles that are shown and by these. */
    void requireConsistent(TreeHead older, TreeHead newer, SortedMap<TileId, Bytes> grown) {
        RightEdge next = right.grown(grown);
        TileSource both = id -> next.has(id) ? next.tile(id).toArray() : tile(id);
        try {
            ConsistencyProof proof = new TreeHashes(both).consistency(older.size(), newer.size());
            proof.verify(older.root(), newer.root());
        } catch (IOException e) {
            throw new UncheckedIOException("a tile of the log could not be read", e);
        } catch (LogProofException e) {
            throw new LogRefusal(
                    LogRefusal.Code.LOG_FORK,
                    "the tree of " + newer.size() + " leaves does not begin with the signed one of " + older.size());
        }
    }

    /** What is forced from here on. */
    void add(TreeHead tree, Bytes checkpoint, SortedMap<TileId, Bytes> grown, List<Bytes> leaves) {
        lock.lock();
        try {
            right.grow(grown);
            waiting.add(new Batch(new Head(tree, checkpoint), grown, leaves));
        } finally {
            lock.unlock();
        }
    }

    void publish() throws IOException {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                tiles.prune();
                return;
            }
            show();
        } finally {
            lock.unlock();
        }
    }

    private void show() throws IOException {
        Head newest = waiting.getLast().head();
        for (Batch batch : waiting) {
            for (Map.Entry<TileId, Bytes> tile : batch.tiles().entrySet()) {
                if (isOf(tile.getKey(), newest.tree().size())) {
                    tiles.make(tile.getKey(), tile.getValue());
                }
            }
        }
        List<Bytes> left = showEntries(newest.tree().size());
        // A stop before this line leaves tiles that nobody was pointed to; the next start finds them, and shows the
        // rest.
        files.replace(CHECKPOINT, newest.checkpoint());
        tail = left;
        waiting.clear();
        head = newest;
    }

    /** Full, or the partial one that goes with this size. */
    private static boolean isOf(TileId tile, long size) {
        return TileId.in(size, tile.level(), tile.index()).equals(Optional.of(tile));
    }

    /** Returns the entries of the last, partial file. */
    private List<Bytes> showEntries(long size) throws IOException {
        List<Bytes> all = new ArrayList<>(tail);
        waiting.forEach(batch -> all.addAll(batch.leaves()));
        long index = (size - all.size()) / TileId.FULL;
        int from = 0;
        while (all.size() - from >= TileId.FULL) {
            List<Bytes> full = all.subList(from, from + TileId.FULL);
            tiles.make(new TileId(TileId.ENTRIES, index++, TileId.FULL), EntryTile.encode(full));
            from += TileId.FULL;
        }
        List<Bytes> left = new ArrayList<>(all.subList(from, all.size()));
        if (!left.isEmpty()) {
            tiles.make(new TileId(TileId.ENTRIES, index, left.size()), EntryTile.encode(left));
        }
        return left;
    }

    Optional<Head> head() {
        return Optional.ofNullable(head);
    }

    /** A file of the log by its path, {@code checkpoint} or {@code tile/…}; empty where it shows none of that name. */
    public Optional<Bytes> file(String path) throws IOException {
        boolean isFile = path.equals(CHECKPOINT) || TileId.ofPath(path).isPresent();
        return isFile ? files.read(path) : Optional.empty();
    }

    /** The proof for a leaf in a tree that is shown, or was. */
    InclusionProof inclusion(long index, long size) throws IOException {
        return new TreeHashes(source()).inclusion(index, size);
    }

    /** The proof between two trees that are shown, or were. */
    ConsistencyProof consistency(long older, long newer) throws IOException {
        return new TreeHashes(source()).consistency(older, newer);
    }

    private TileSource source() {
        return this::tile;
    }

    /** Where a partial tile is gone, to the full one or in a power cut, the beginning of a wider one is the same. */
    private byte[] tile(TileId id) throws IOException {
        Optional<Bytes> exact = files.read(id.path()).or(() -> fromMemory(id));
        if (exact.isPresent()) {
            return exact.get().toArray();
        }
        byte[] full = files.read(id.full().path())
                .orElseThrow(() -> new NoSuchFileException(id.path()))
                .toArray();
        return Arrays.copyOf(full, id.width() * Digest.BYTES);
    }

    private Optional<Bytes> fromMemory(TileId id) {
        lock.lock();
        try {
            return right.has(id) ? Optional.of(right.tile(id)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }
}
