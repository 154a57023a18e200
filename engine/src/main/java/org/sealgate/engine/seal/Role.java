package org.sealgate.engine.seal;

import java.util.Locale;

/** What a key may be used for. One key has one role (evidence-format.md section 2). */
public enum Role {
    /** Signs trust roots; kept offline. */
    ROOT,
    /** Signs policy releases and promotions; the running engine never opens it. */
    POLICY,
    /** Signs decisions. */
    DECISION,
    /** Signs log checkpoints. */
    LOG,
    /** Signs timestamps of the operator's own time stamping authority. */
    TSA;

    /** The folder's and the document's name for it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The role of this name.
     *
     * @throws KeyProblem where there is none
     */
    public static Role of(String id) {
        for (Role role : values()) {
            if (role.id().equals(id)) {
                return role;
            }
        }
        throw new KeyProblem(id + " is no role; there are root, policy, decision, log and tsa");
    }

    KeyAlgorithm algorithm() {
        return switch (this) {
            case ROOT, POLICY, DECISION, TSA -> KeyAlgorithm.ECDSA_P256;
            case LOG -> KeyAlgorithm.ED25519;
        };
    }
}
