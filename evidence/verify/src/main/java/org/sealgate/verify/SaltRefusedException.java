package org.sealgate.verify;

/** A salt that is none: it has not 32 bytes. */
public final class SaltRefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    SaltRefusedException(String reason) {
        super(reason);
    }
}
