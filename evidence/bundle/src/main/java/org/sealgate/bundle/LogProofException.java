package org.sealgate.bundle;

/** Something about a log does not hold. The message is in our own words and holds no foreign text. */
public final class LogProofException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final LogProofCode code;

    LogProofException(LogProofCode code, String reason) {
        super(code + ": " + reason);
        this.code = code;
    }

    /** The one reason. */
    public LogProofCode code() {
        return code;
    }
}
