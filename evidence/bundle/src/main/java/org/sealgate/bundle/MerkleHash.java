package org.sealgate.bundle;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

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

    /** The hash of an entry. */
    public static Digest leaf(Bytes entry) {
        return leaf(entry.array());
    }

    /**
     * The hash over subtrees of one size side by side, a power of two of them: level by level in their own place, because a log computes
     * some hundred of these for each batch.
     *
     * @param hashes theirs, one behind the other; overwritten
     */
    static Digest above(byte[] hashes) {
        MessageDigest sha256 = Digest.newSha256();
        try {
            for (int level = hashes.length / 2; level >= Digest.BYTES; level /= 2) {
                for (int at = 0; at < level; at += Digest.BYTES) {
                    sha256.update(NODE);
                    sha256.update(hashes, 2 * at, 2 * Digest.BYTES);
                    sha256.digest(hashes, at, Digest.BYTES);
                }
            }
        } catch (DigestException e) {
            throw new IllegalStateException("a digest has its size", e);
        }
        return Digest.ofBytes(Arrays.copyOf(hashes, Digest.BYTES));
    }

    /** The hash of two subtrees side by side. */
    public static Digest node(Digest left, Digest right) {
        return Digest.sha256(NODE, left.array(), right.array());
    }
}
