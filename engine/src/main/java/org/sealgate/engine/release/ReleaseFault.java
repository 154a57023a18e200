package org.sealgate.engine.release;

/** A release that cannot be used: the engine does not start with it, and nothing is promoted from it. */
public final class ReleaseFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Code {
        /** Nothing was promoted yet. */
        NOT_PROMOTED,
        /** A file of the release is missing or cannot be read. */
        FILE_MISSING,
        /** The envelope or its statement is not of the form that it must have. */
        STATEMENT,
        /** A file has other bytes than the statement says. */
        DIGEST,
        /** The folder is not named after its statement. */
        FOLDER_NAME
    }

    private final Code code;

    ReleaseFault(Code code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    /** The one reason. */
    public Code code() {
        return code;
    }
}
