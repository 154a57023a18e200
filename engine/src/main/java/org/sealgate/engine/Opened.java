package org.sealgate.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What was opened, to be closed in the other order: nothing ends before what rests on it. */
final class Opened implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    List<AutoCloseable> parts() {
        return List.copyOf(parts);
    }

    /** Each is closed once, however often this is. */
    @Override
    public void close() {
        for (AutoCloseable each = parts.poll(); each != null; each = parts.poll()) {
            try {
                each.close();
            } catch (Exception e) { // AutoCloseable's own signature; the others must be closed all the same
                System.getLogger(Opened.class.getName()).log(System.Logger.Level.WARNING, "on closing", e);
            }
        }
    }
}
