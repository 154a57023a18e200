package org.sealgate.bundle;

/**
 * Hashes of a log's tree, RFC 6962 section 2.1 with SHA-256. Leaves and nodes are hashed under different prefixes, so that neither can be
 * passed off as the other.
 *
 * <pre>{@code
 * MerkleHash.empty()          SHA-256("")
 * MerkleHash.leaf(entry)      SHA-256(0x00 || entry)
 * MerkleHash.node(l, r)       SHA-256(0x01 || l || r)
 * }</pre>
 */
public final class MerkleHash {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};
    private static final Digest EMPTY = Digest.sha256();

    private MerkleHash() {}

    /** The root of a tree without leaves. */
    public static Digest empty() {
        return EMPTY;
    }

    /** The hash of an entry. */
    public static Digest leaf(byte[] entry) {
        return Digest.sha256(LEAF, entry);
    }

    /** The hash of two subtrees side by side. */
    public static Digest node(Digest left, Digest right) {
        return Digest.sha256(NODE, left.array(), right.array());
    }
}
