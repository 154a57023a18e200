package org.sealgate.engine.cli;

import java.util.Optional;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Kind;

/**
 * One proposal of the demo.
 *
 * @param name the run id, and for people what is special about it
 * @param caller who proposes, by the id in callers.json
 * @param scope the decision scope claimed
 * @param expected what the gate must say; empty where the table is the visitor's own
 */
record DemoCase(String name, String caller, Kind kind, Bytes proposal, String scope, Optional<Expected> expected) {
    /**
     * What must come out.
     *
     * @param outcome allow, deny or error
     * @param code a violation's code, or an error's cause; empty on a plain allow
     */
    record Expected(String outcome, String code) {}
}
