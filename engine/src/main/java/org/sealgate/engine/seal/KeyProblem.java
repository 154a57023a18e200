package org.sealgate.engine.seal;

/** A key that cannot be used, said so that the operator can mend it. */
public sealed class KeyProblem extends RuntimeException permits KeyOutOfForce {
    public KeyProblem(String message) {
        super(message);
    }

    KeyProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
