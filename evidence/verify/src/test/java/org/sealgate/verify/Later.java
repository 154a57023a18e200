package org.sealgate.verify;

import java.util.Set;

/** What the corpus cannot have yet, each with the part of the verifier that it waits for. */
final class Later {
    /** The summary, checked. */
    static final Set<String> ATTACKS = Set.of("the VSA of an allow beside a denial");

    private Later() {}
}
