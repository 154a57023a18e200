package org.sealgate.engine.fsck;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.MerkleHash;
import org.sealgate.bundle.TreeEdge;
import org.sealgate.bundle.TreeHead;

/** The log as the journal has it: leaf hashes in order, what each is of, and every checkpoint. */
final class LogEntries {
    private final List<Digest> leaves = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Map<Long, Bytes> checkpoints = new TreeMap<>();
    private final NavigableMap<Long, Instant> logged = new TreeMap<>();
    private @Nullable HandedOut handedOut;
    private TreeEdge edge = TreeEdge.empty();

    /** The leaves of one batch with what they are of. */
    TreeHead add(List<Digest> batch, List<String> what) {
        leaves.addAll(batch);
        names.addAll(what);
        edge = edge.append(batch).edge();
        return edge.head();
    }

    /** An entry that something was made of for a bundle. */
    record HandedOut(long index, String name) {}

    /** When the batch was logged that made the log this large. */
    void logged(long size, Instant at) {
        logged.put(size, at);
    }

    /** By size. */
    NavigableMap<Long, Instant> logged() {
        return logged;
    }

    void handedOut(long index, String name) {
        handedOut = new HandedOut(index, name);
    }

    /** The last of them. */
    Optional<HandedOut> handedOut() {
        return Optional.ofNullable(handedOut);
    }

    void checkpoint(long size, Bytes note) {
        checkpoints.put(size, note);
    }

    Optional<Bytes> checkpoint(long size) {
        return Optional.ofNullable(checkpoints.get(size));
    }

    Optional<Long> lastCheckpoint() {
        return checkpoints.keySet().stream().max(Long::compare);
    }

    long size() {
        return leaves.size();
    }

    Digest leaf(long index) {
        return leaves.get((int) index);
    }

    /** {@code decision 0198… (number 42 of gate-1/svc-publisher)}. */
    String name(long index) {
        return names.get((int) index);
    }

    void rename(long index, String what) {
        names.set((int) index, what);
    }

    /** Root of the first so many leaves. */
    Digest root(long size) {
        return size == 0
                ? MerkleHash.empty()
                : TreeEdge.empty()
                        .append(leaves.subList(0, (int) size))
                        .edge()
                        .head()
                        .root();
    }

    /** The hashes of a level: leaves, or the roots of so many whole subtrees of them. */
    List<Digest> level(int level, long size) {
        List<Digest> hashes = leaves.subList(0, (int) size);
        for (int up = 0; up < level; up++) {
            List<Digest> above = new ArrayList<>();
            for (int from = 0; from + 256 <= hashes.size(); from += 256) {
                above.add(TreeEdge.empty()
                        .append(hashes.subList(from, from + 256))
                        .edge()
                        .head()
                        .root());
            }
            hashes = above;
        }
        return hashes;
    }
}
