package org.sealgate.bundle;

/** A file is not an envelope of ours. {@link #code()} is an {@link EnvelopeCode}, or the {@link JsonCode} where it is no JSON at all. */
public final class EnvelopeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RefusalCode code;
    private final String pointer;

    EnvelopeException(EnvelopeCode code, String pointer, String reason) {
        super(code + ": " + reason);
        this.code = code;
        this.pointer = pointer;
    }

    EnvelopeException(JsonException cause) {
        super(cause.getMessage(), cause);
        this.code = cause.code();
        this.pointer = cause.pointer();
    }

    /** The one reason. */
    public RefusalCode code() {
        return code;
    }

    /** RFC 6901 pointer into the envelope; foreign text, as {@link JsonException#pointer()} is. */
    public String pointer() {
        return pointer;
    }
}
