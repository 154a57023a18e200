package org.sealgate.verify;

/** A signature that is not one over these bytes by this key, in the one encoding that is accepted. */
final class SignatureRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    SignatureRefusedException(String reason) {
        super(reason);
    }
}
