package org.sealgate.verify;

/**
 * What a process says with its exit status; anything but {@link #OK} means: do not rely on the bundle.
 *
 * <p>Of several findings the one highest in severity decides: no signature goes before an untrusted signer,
 * that before a failed check, that before an open question. The protocol's other non-zero status, 2, is about the call
 * and not about the bundle.
 */
public enum Exit {
    OK(0, 0),
    INDETERMINATE(3, 1),
    FAILED(1, 2),
    UNTRUSTED(4, 3),
    UNSIGNED(5, 4),
    USAGE(2, 5);

    private final int status;
    /** Larger is worse. */
    private final int severity;

    Exit(int status, int severity) {
        this.status = status;
        this.severity = severity;
    }

    /** The process's exit status. */
    public int status() {
        return status;
    }

    /** The worse of two. */
    public Exit worse(Exit other) {
        return other.severity > severity ? other : this;
    }
}
