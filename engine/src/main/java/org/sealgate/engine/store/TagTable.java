package org.sealgate.engine.store;

import java.util.Arrays;

/**
 * From the 32-bit tag of a key to the positions of the records that may have it: open addressing, 8 bytes an entry, at most
 * 70 % full. Tags are not keys: whoever looks up compares the record itself.
 */
final class TagTable {
    private long[] entries = new long[64];
    private int size;

    void add(int tag, int position) {
        if (++size > entries.length / 10 * 7) {
            grow();
        }
        insert(entries, (long) tag << 32 | position + 1);
    }

    /** In ascending order: where a run of entries wraps round the end, growing turns the order round. */
    int[] find(int tag) {
        int[] found = new int[0];
        for (int i = slot(tag, entries.length); entries[i] != 0; i = i + 1 & entries.length - 1) {
            if ((int) (entries[i] >>> 32) == tag) {
                found = Arrays.copyOf(found, found.length + 1);
                found[found.length - 1] = (int) entries[i] - 1;
            }
        }
        Arrays.sort(found);
        return found;
    }

    private void grow() {
        long[] larger = new long[entries.length * 2];
        for (long entry : entries) {
            if (entry != 0) {
                insert(larger, entry);
            }
        }
        entries = larger;
    }

    private static void insert(long[] entries, long entry) {
        int i = slot((int) (entry >>> 32), entries.length);
        while (entries[i] != 0) {
            i = i + 1 & entries.length - 1;
        }
        entries[i] = entry;
    }

    private static int slot(int tag, int length) {
        // the tag's upper bits: it is a hash already
        return (int) ((tag & 0xffffffffL) * length >>> 32);
    }
}
