package org.sealgate.engine.seal;

import java.util.List;

/** A place for one private key: a role's own, {@code keys/decision}, or that of its second signature, {@code keys/decision.ml-dsa-65}. */
record KeySlot(Role role, KeyAlgorithm algorithm) {
    static KeySlot of(Role role) {
        return new KeySlot(role, role.algorithm());
    }

    /** The role's own first, then the one that a second signature would be made with. */
    static List<KeySlot> all(Role role) {
        return role == Role.DECISION ? List.of(of(role), new KeySlot(role, KeyAlgorithm.ML_DSA_65)) : List.of(of(role));
    }

    String folder() {
        return algorithm == role.algorithm() ? role.id() : role.id() + "." + algorithm.id();
    }
}
