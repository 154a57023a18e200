package org.sealgate.engine.store;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.sealgate.bundle.Kind;

/**
 * Where the records are, in memory: about 60 bytes a decision, 90 at most. One thread adds, any thread asks. The answers are
 * candidates in the order of commitment; the record decides.
 */
final class Index {
    private final long seed;
    private final TagTable ids = new TagTable();
    private final TagTable runs = new TagTable();
    private final TagTable names = new TagTable();
    private final TagTable keys = new TagTable();
    private final Map<String, Positions> callers = new HashMap<>();
    private final Map<String, Positions> streams = new HashMap<>();
    private final BitSet statements = new BitSet();
    private long[] locations = new long[64];
    private int size;

    /** @param seed unknown to callers, so that they cannot choose ids that collide */
    Index(long seed) {
        this.seed = seed;
    }

    synchronized int add(Entry entry) {
        int position = add(entry.location());
        ids.add(tag(entry.decisionId()), position);
        if (entry.runId() != null) {
            runs.add(tag(entry.kind().id(), entry.runId()), position);
        }
        if (entry.fileName() != null) {
            names.add(tag(entry.fileName()), position);
        }
        if (entry.idempotencyKey() != null) {
            keys.add(tag(entry.caller(), entry.kind().id(), entry.idempotencyKey()), position);
        }
        callers.computeIfAbsent(entry.caller(), caller -> new Positions()).add(position);
        return position;
    }

    /** A statement is found by its position and its stream, and by nothing else. */
    synchronized int addStatement(String stream, long location) {
        statements.set(size);
        int position = add(location);
        streams.computeIfAbsent(stream, each -> new Positions()).add(position);
        return position;
    }

    /** Positions of the statements of a stream, in order. */
    synchronized int[] ofStream(String stream) {
        Positions positions = streams.get(stream);
        return positions == null ? new int[0] : positions.slice(0, Integer.MAX_VALUE);
    }

    private int add(long location) {
        if (size == locations.length) {
            locations = Arrays.copyOf(locations, size + size / 4);
        }
        int position = size++;
        locations[position] = location;
        return position;
    }

    synchronized boolean isDecision(int position) {
        return !statements.get(position);
    }

    /** Without the statements. */
    synchronized int decisions() {
        return size - statements.cardinality();
    }

    /** Of all that is journalled. */
    synchronized int size() {
        return size;
    }

    synchronized long location(int position) {
        return locations[position];
    }

    synchronized int[] byId(String decisionId) {
        return ids.find(tag(decisionId));
    }

    synchronized int[] byRun(Kind kind, String runId) {
        return runs.find(tag(kind.id(), runId));
    }

    synchronized int[] byName(String fileName) {
        return names.find(tag(fileName));
    }

    synchronized int[] byKey(String caller, Kind kind, String key) {
        return keys.find(tag(caller, kind.id(), key));
    }

    /** Positions of a caller's records, from the {@code after}-th on. */
    synchronized int[] ofCaller(String caller, long after, int limit) {
        Positions positions = callers.get(caller);
        return positions == null ? new int[0] : positions.slice(after, limit);
    }

    private int tag(String... key) {
        long hash = seed;
        for (String part : key) {
            for (int i = 0; i < part.length(); i++) {
                hash = (hash ^ part.charAt(i)) * 0x9E3779B97F4A7C15L;
                hash ^= hash >>> 29;
            }
            hash = (hash ^ 0xffff_ffffL) * 0xBF58476D1CE4E5B9L;
            hash ^= hash >>> 32;
        }
        return (int) (hash * 0x94D049BB133111EBL >>> 32);
    }

    private static final class Positions {
        private int[] values = new int[8];
        private int size;

        void add(int position) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size + size / 2);
            }
            values[size++] = position;
        }

        int[] slice(long after, int limit) {
            int from = Math.clamp(after, 0, size);
            return Arrays.copyOfRange(values, from, from + Math.min(limit, size - from));
        }
    }
}
