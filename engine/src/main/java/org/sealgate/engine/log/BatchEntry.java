package org.sealgate.engine.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;

/**
 * What the journal keeps of a batch: hashes of its leaves, and the checkpoint that covers them.
 *
 * <pre>
 *   0    1  format
 *   1    8  index of the first leaf
 *   9    8  when, in milliseconds
 *  17    4  n, how many leaves
 *  21  32n  their hashes
 *           the signed checkpoint of first + n leaves, to the end
 * </pre>
 *
 * @param at never before the one of the batch before
 */
public record BatchEntry(long first, Instant at, List<Digest> leaves, Bytes checkpoint) {
    private static final byte FORMAT = 1;
    private static final int HEAD = 1 + 8 + 8 + 4;

    public BatchEntry {
        leaves = List.copyOf(leaves);
        if (first < 0 || leaves.isEmpty()) {
            throw new IllegalArgumentException("BatchEntry: first and leaves");
        }
    }

    /** How many leaves the log has with these. */
    public long size() {
        return first + leaves.size();
    }

    Bytes toBytes() {
        ByteBuffer out = ByteBuffer.allocate(HEAD + leaves.size() * Digest.BYTES + checkpoint.size());
        out.put(FORMAT).putLong(first).putLong(at.toEpochMilli()).putInt(leaves.size());
        leaves.forEach(leaf -> out.put(leaf.bytes()));
        return Bytes.copyOf(out.put(checkpoint.toArray()).array());
    }

    /**
     * The entry in these bytes.
     *
     * @throws LogRefusal LOG_ENTRY where they are none
     */
    public static BatchEntry of(Bytes kept) {
        ByteBuffer in = ByteBuffer.wrap(kept.toArray());
        try {
            byte format = in.get();
            if (format != FORMAT) {
                throw refused("an entry of format " + format + ", newer than this engine knows");
            }
            long first = in.getLong();
            Instant at = Instant.ofEpochMilli(in.getLong());
            int count = in.getInt();
            if (first < 0 || count < 1 || count > in.remaining() / Digest.BYTES) {
                throw refused("an entry of " + count + " leaves from " + first);
            }
            List<Digest> leaves = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                byte[] leaf = new byte[Digest.BYTES];
                in.get(leaf);
                leaves.add(Digest.ofBytes(leaf));
            }
            byte[] checkpoint = new byte[in.remaining()];
            in.get(checkpoint);
            return new BatchEntry(first, at, leaves, Bytes.copyOf(checkpoint));
        } catch (BufferUnderflowException e) {
            throw refused("an entry that is cut");
        }
    }

    private static LogRefusal refused(String what) {
        return new LogRefusal(LogRefusal.Code.LOG_ENTRY, "the journal holds " + what);
    }
}
