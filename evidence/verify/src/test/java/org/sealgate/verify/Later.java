package org.sealgate.verify;

import java.util.Set;

/** What the corpus cannot have yet, each with the part of the verifier that it waits for. */
final class Later {
    /** Log and time tokens, checked. */
    static final Set<String> ATTACKS = Set.of(
            "log fork, truncation, rewritten history",
            "duplicated last leaf",
            "bad signature line beside a good one",
            "view rollback on a static mirror",
            "the VSA of an allow beside a denial");

    private Later() {}
}
