package org.sealgate.verify;

/** A public key that no signature may rest on: not in the one accepted encoding, or in it and weak. */
final class KeyRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;

    KeyRefusedException(Code code, String reason) {
        super(reason);
        this.code = code;
    }

    /** {@link Code#KEY_ENCODING} or {@link Code#KEY_WEAK}. */
    Code code() {
        return code;
    }
}
