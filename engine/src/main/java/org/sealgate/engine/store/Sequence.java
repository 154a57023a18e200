package org.sealgate.engine.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;

/** The lines of all streams, and the one queue that they feed. There are as many lines as callers, so they stay. */
final class Sequence {
    private final ConcurrentMap<String, Line> lines = new ConcurrentHashMap<>();
    private final BlockingQueue<Ticket> queue = new LinkedBlockingQueue<>();

    BlockingQueue<Ticket> queue() {
        return queue;
    }

    Line line(String stream) {
        return lines.computeIfAbsent(stream, name -> new Line(name, queue::add));
    }

    List<Ticket> rollBack() {
        List<Ticket> lost = new ArrayList<>();
        lines.values().forEach(line -> lost.addAll(line.rollBack()));
        return lost;
    }

    void giveUpOverdue(long bornNanos) {
        lines.values().forEach(line -> line.giveUpOverdue(bornNanos));
    }

    int waiting() {
        return lines.values().stream().mapToInt(Line::waiting).sum();
    }
}
