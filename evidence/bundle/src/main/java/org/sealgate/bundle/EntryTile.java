package org.sealgate.bundle;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The entries of a log, up to 256 in a file, C2SP tlog-tiles: each behind its length in two bytes, larger one first.
 *
 * <pre>{@code
 * 00 03 6f 6e 65  00 03 74 77 6f        "one", "two"
 * }</pre>
 */
public final class EntryTile {
    /** The longest entry that the two bytes can announce. */
    public static final int MOST_BYTES = 0xffff;

    private EntryTile() {}

    /**
     * The file.
     *
     * @throws IllegalArgumentException where an entry is longer than {@link #MOST_BYTES}
     */
    public static Bytes encode(List<Bytes> entries) {
        int size = 0;
        for (Bytes entry : entries) {
            if (entry.size() > MOST_BYTES) {
                throw new IllegalArgumentException("an entry is longer than 65535 bytes");
            }
            size += 2 + entry.size();
        }
        ByteBuffer file = ByteBuffer.allocate(size);
        for (Bytes entry : entries) {
            file.putShort((short) entry.size()).put(entry.array());
        }
        return Bytes.owning(file.array());
    }

    /**
     * The entries of a file of this width.
     *
     * @throws LogProofException {@link LogProofCode#LOG_TILE} where there are fewer or more, or one is cut
     */
    public static List<Bytes> decode(byte[] file, int width) {
        ByteBuffer rest = ByteBuffer.wrap(file);
        List<Bytes> entries = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            if (rest.remaining() < 2) {
                throw refused("fewer entries than its width");
            }
            int size = rest.getShort() & 0xffff;
            if (rest.remaining() < size) {
                throw refused("an entry is cut");
            }
            byte[] entry = new byte[size];
            rest.get(entry);
            entries.add(Bytes.copyOf(entry));
        }
        if (rest.hasRemaining()) {
            throw refused("bytes behind the last entry");
        }
        return List.copyOf(entries);
    }

    private static LogProofException refused(String reason) {
        return new LogProofException(LogProofCode.LOG_TILE, reason);
    }
}
