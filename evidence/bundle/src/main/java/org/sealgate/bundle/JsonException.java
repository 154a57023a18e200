package org.sealgate.bundle;

/**
 * A document was refused, or does not have the member that was asked for.
 *
 * <p>The message names code and offset only. {@link #pointer()} is made of the document's own names: it is foreign text, may carry
 * what a privacy sensor would flag, and must be judged before it is shown.
 */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final JsonCode code;
    private final String pointer;
    private final int offset;

    JsonException(JsonCode code, String pointer, int offset, String reason) {
        super(code + (offset < 0 ? ": " : " at byte " + offset + ": ") + reason);
        this.code = code;
        this.pointer = pointer;
        this.offset = offset;
    }

    static JsonException shape(String pointer, String expected) {
        return new JsonException(JsonCode.JSON_SHAPE, pointer, -1, "expected " + expected + " at " + pointer);
    }

    /** The one reason. */
    public JsonCode code() {
        return code;
    }

    /**
     * RFC 6901 pointer to the value that was refused, or to the value that was being read. For {@link JsonCode#JSON_SHAPE} it is
     * relative to the object that was asked.
     */
    public String pointer() {
        return pointer;
    }

    /** Bytes from the start of the document to the refused one; -1 where no bytes were being read. */
    public int offset() {
        return offset;
    }
}
