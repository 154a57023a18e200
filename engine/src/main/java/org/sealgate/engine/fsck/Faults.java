package org.sealgate.engine.fsck;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong. */
final class Faults {
    private final List<Fault> found = new ArrayList<>();

    void missing(String what, String detail) {
        found.add(new Fault(Fault.Kind.MISSING, what, detail));
    }

    void extra(String what, String detail) {
        found.add(new Fault(Fault.Kind.EXTRA, what, detail));
    }

    void different(String what, String detail) {
        found.add(new Fault(Fault.Kind.DIFFERENT, what, detail));
    }

    void add(Fault fault) {
        found.add(fault);
    }

    /** A look at one thing. */
    @FunctionalInterface
    interface Look {
        void at() throws IOException;
    }

    /** Takes a look, so that whatever becomes of it the others are taken too. */
    void look(String what, Look look) {
        try {
            look.at();
        } catch (IOException | RuntimeException e) {
            // its owner may have put anything there: each way to stumble over it is a fault of this one thing
            different(what, "it cannot be looked at: " + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    List<Fault> found() {
        return List.copyOf(found);
    }
}
