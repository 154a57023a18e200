package org.sealgate.engine;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was refused before the gate, and previewed beside it, since the last summary: these leave no record of their own, for else
 * filling the log would be the attack.
 */
public final class RefusalCounts {
    private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** A request that was refused with this status, or {@code preview}. */
    public void count(String what) {
        counts.computeIfAbsent(what, key -> new LongAdder()).increment();
    }

    /** What was counted since this was last asked, which now counts from zero. */
    SortedMap<String, Long> take() {
        SortedMap<String, Long> taken = new TreeMap<>();
        counts.forEach((what, count) -> {
            long sum = count.sumThenReset();
            if (sum > 0) {
                taken.put(what, sum);
            }
        });
        return taken;
    }

    /** Gives back what could not be recorded. */
    void giveBack(SortedMap<String, Long> taken) {
        taken.forEach((what, sum) ->
                counts.computeIfAbsent(what, key -> new LongAdder()).add(sum));
    }
}
