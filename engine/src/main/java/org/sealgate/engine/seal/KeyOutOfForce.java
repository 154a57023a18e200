package org.sealgate.engine.seal;

/** A key that the trust root lets sign no more, by the engine's clock: what it would sign, auditors refuse. */
public final class KeyOutOfForce extends KeyProblem {
    KeyOutOfForce(String message) {
        super(message);
    }
}
