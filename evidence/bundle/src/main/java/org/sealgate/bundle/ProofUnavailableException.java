package org.sealgate.bundle;

import java.util.Objects;

/**
 * A proof that somebody outside has to give (a time, a cosignature) cannot be had now. Evidence that needs it waits; nothing is handed
 * out without it.
 *
 * <p>{@code code} names the case: {@code TSA_UNREACHABLE}, {@code TSA_TIMEOUT}, {@code TSA_TOO_LARGE}, {@code TSA_STATUS}, {@code
 * TSA_REFUSED}, {@code TSA_TOKEN}, and the same with {@code WITNESS_}; {@code WITNESS_CONFLICT} says that the witness has signed a
 * tree that this one does not extend, which no waiting mends.
 */
public final class ProofUnavailableException extends RuntimeException {
    private final String code;

    public ProofUnavailableException(String code, String message) {
        super(code + ": " + message);
        this.code = Objects.requireNonNull(code, "code");
    }

    public ProofUnavailableException(String code, String message, Throwable cause) {
        super(code + ": " + message, cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    /** The named case. */
    public String code() {
        return code;
    }
}
