package org.sealgate.verify;

import java.util.Set;

/** What the corpus cannot have yet, each with the part of the verifier that it waits for. */
final class Later {
    /** Every attack has its case. */
    static final Set<String> ATTACKS = Set.of();

    private Later() {}
}
