package org.sealgate.engine.intake;

import java.util.Collection;
import java.util.List;
import org.sealgate.facts.DecisionInput;

/** What a proposal may be large in. Depth, counts and lengths inside the JSON are the reader's. */
public final class Limits {
    public static final int BODY_BYTES = 1024 * 1024;
    public static final int NAMED_OBJECTS = 2_000;
    public static final long NAMED_OBJECT_BYTES = 768L * 1024 * 1024;

    static final Violation BODY = new Violation("BODY_LIMIT", "");
    static final Violation OBJECTS = new Violation("OBJECTS_LIMIT", "");
    static final Violation INPUT = new Violation("INPUT_LIMIT", "");

    private Limits() {}

    /**
     * To be asked before the objects are read again: hashing them all is what the limit protects from.
     *
     * @param sizes in bytes, one for each distinct object that is there
     */
    public static List<Violation> ofObjects(Collection<Long> sizes) {
        long total = sizes.stream().mapToLong(Long::longValue).sum();
        return sizes.size() > NAMED_OBJECTS || total > NAMED_OBJECT_BYTES ? List.of(OBJECTS) : List.of();
    }

    /** To be asked before anyone evaluates the input. */
    public static List<Violation> ofInput(DecisionInput input) {
        return input.isTooLarge() ? List.of(INPUT) : List.of();
    }
}
