package org.sealgate.bundle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * That a tree begins with all leaves of an older one, unchanged: RFC 6962 section 2.1.2, checked as RFC 9162 section 2.1.4.2 does it.
 *
 * @param oldSize leaves of the older tree
 * @param newSize leaves of the newer tree, not fewer
 * @param hashes none where the sizes are equal or the older tree is empty
 */
public record ConsistencyProof(long oldSize, long newSize, List<Digest> hashes) {
    /** @throws LogProofException {@link LogProofCode#LOG_CONSISTENCY} unless {@code 0 <= oldSize <= newSize} */
    public ConsistencyProof {
        hashes = List.copyOf(hashes);
        if (oldSize < 0 || oldSize > newSize) {
            throw refused("the older tree is larger than the newer one");
        }
    }

    /**
     * Returns where the two roots are of trees one of which begins with the other.
     *
     * @throws LogProofException {@link LogProofCode#LOG_CONSISTENCY} otherwise
     */
    public void verify(Digest oldRoot, Digest newRoot) {
        if (oldSize == 0 || oldSize == newSize) {
            trivial(oldRoot, newRoot);
            return;
        }
        Deque<Digest> path = new ArrayDeque<>(hashes);
        if (Long.bitCount(oldSize) == 1) {
            // the older tree is a whole subtree of the newer one: its root stands for itself
            path.addFirst(oldRoot);
        }
        if (path.isEmpty()) {
            throw refused("no hashes between two trees of different sizes");
        }
        int whole = Long.numberOfTrailingZeros(oldSize);
        climb((oldSize - 1) >>> whole, (newSize - 1) >>> whole, path, new TreeRoots(oldRoot, newRoot));
    }

    private record TreeRoots(Digest older, Digest newer) {}

    private static void climb(long start, long end, Deque<Digest> path, TreeRoots roots) {
        long node = start;
        long last = end;
        Digest older = path.removeFirst();
        Digest newer = older;
        for (Digest hash : path) {
            if (last == 0) {
                throw refused("more hashes than the tree has levels");
            }
            if ((node & 1) == 1 || node == last) {
                older = MerkleHash.node(hash, older);
                newer = MerkleHash.node(hash, newer);
                int up = Long.numberOfTrailingZeros(node);
                node >>>= up;
                last >>>= up;
            } else {
                newer = MerkleHash.node(newer, hash);
            }
            node >>>= 1;
            last >>>= 1;
        }
        if (last != 0) {
            throw refused("fewer hashes than the tree has levels");
        }
        if (!older.equals(roots.older()) || !newer.equals(roots.newer())) {
            throw refused("the hashes lead to other roots");
        }
    }

    private void trivial(Digest oldRoot, Digest newRoot) {
        if (!hashes.isEmpty()) {
            throw refused("hashes where there is nothing to prove");
        }
        boolean empty = oldSize == 0 && !oldRoot.equals(MerkleHash.empty());
        boolean other = oldSize == newSize && !oldRoot.equals(newRoot);
        if (empty || other) {
            throw refused("two trees of one size have two roots");
        }
    }

    private static LogProofException refused(String reason) {
        return new LogProofException(LogProofCode.LOG_CONSISTENCY, reason);
    }
}
