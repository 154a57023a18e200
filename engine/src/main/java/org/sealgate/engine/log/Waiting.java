package org.sealgate.engine.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Since when the oldest entry waits that no anchor covers: to the minute, so that a day's outage takes no more than a day's minutes. */
final class Waiting {
    private static final Duration GRAIN = Duration.ofMinutes(1);

    /** The beginning of a stretch of entries that are at most {@link #GRAIN} apart. */
    private record Mark(long first, Instant at) {}

    private final Deque<Mark> marks = new ArrayDeque<>();
    private long size;

    /** What the journal has now. */
    synchronized void add(BatchEntry batch) {
        size = batch.size();
        if (marks.isEmpty() || !batch.at().isBefore(marks.getLast().at().plus(GRAIN))) {
            marks.addLast(new Mark(batch.first(), batch.at()));
        }
    }

    /** An anchor covers so many entries. */
    synchronized void covered(long entries) {
        while (!marks.isEmpty() && end() <= entries) {
            marks.removeFirst();
        }
    }

    /** Where the first stretch ends. */
    private long end() {
        return marks.stream().skip(1).findFirst().map(Mark::first).orElse(size);
    }

    /** The log time of the oldest entry that is not covered, or of one up to a minute older; empty where all are. */
    synchronized Optional<Instant> since() {
        return Optional.ofNullable(marks.peekFirst()).map(Mark::at);
    }
}
