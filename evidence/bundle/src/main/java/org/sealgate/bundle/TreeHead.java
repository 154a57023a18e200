package org.sealgate.bundle;

/**
 * A tree of a log: how many leaves, and the hash over all of them.
 *
 * @param size leaves, 0 or more
 * @param root RFC 6962 tree hash; of no leaves, {@link MerkleHash#empty()}
 */
public record TreeHead(long size, Digest root) {
    /** @throws IllegalArgumentException where the size is negative, or a tree without leaves has another root than the empty one */
    public TreeHead {
        if (size < 0) {
            throw new IllegalArgumentException("size is negative");
        }
        if (size == 0 && !root.equals(MerkleHash.empty())) {
            throw new IllegalArgumentException("root of no leaves is not the empty one");
        }
    }
}
