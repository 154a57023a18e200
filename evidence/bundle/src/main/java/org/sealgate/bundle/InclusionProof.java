package org.sealgate.bundle;

import java.util.List;

/**
 * That a leaf stands at its place in a tree: the hashes beside the way from the leaf to the root, RFC 6962 section 2.1.1, leaf's sibling
 * first.
 *
 * <p>Checked as RFC 9162 section 2.1.3.2 does it: the number of hashes follows from index and size, and not one more is taken.
 *
 * @param index of the leaf, from 0
 * @param size leaves of the tree, more than the index
 * @param hashes at most 63
 */
public record InclusionProof(long index, long size, List<Digest> hashes) {
    /** @throws LogProofException {@link LogProofCode#LOG_INCLUSION} unless {@code 0 <= index < size} */
    public InclusionProof {
        hashes = List.copyOf(hashes);
        if (index < 0 || index >= size) {
            throw refused("the tree has no leaf of this index");
        }
    }

    /**
     * Returns where the leaf's hash leads to the root.
     *
     * @throws LogProofException {@link LogProofCode#LOG_INCLUSION} otherwise
     */
    public void verify(Digest leaf, Digest root) {
        long node = index;
        long last = size - 1;
        Digest hash = leaf;
        for (Digest sibling : hashes) {
            if (last == 0) {
                throw refused("more hashes than the tree has levels");
            }
            if ((node & 1) == 1 || node == last) {
                hash = MerkleHash.node(sibling, hash);
                // a last node without a right sibling moves up as it is
                int up = Long.numberOfTrailingZeros(node);
                node >>>= up;
                last >>>= up;
            } else {
                hash = MerkleHash.node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        if (last != 0) {
            throw refused("fewer hashes than the tree has levels");
        }
        if (!hash.equals(root)) {
            throw refused("the hashes lead to another root");
        }
    }

    private static LogProofException refused(String reason) {
        return new LogProofException(LogProofCode.LOG_INCLUSION, reason);
    }
}
