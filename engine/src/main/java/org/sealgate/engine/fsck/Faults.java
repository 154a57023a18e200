package org.sealgate.engine.fsck;

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

    List<Fault> found() {
        return List.copyOf(found);
    }
}
