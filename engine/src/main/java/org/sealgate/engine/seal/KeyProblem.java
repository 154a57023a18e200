package org.sealgate.engine.seal;

/** A key that cannot be used, said so that the operator can mend it. */
public final class KeyProblem extends RuntimeException {
    public KeyProblem(String message) {
        super(message);
    }

    KeyProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
