package org.sealgate.engine.log;

/** What is stored of the log cannot be what this log wrote, so that nothing is signed on top of it. */
public final class LogRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Code {
        /** An entry of the journal does not continue the one before. */
        LOG_ENTRY,
        /** The journal's entries have another root than its last checkpoint says. */
        LOG_ROOT,
        /** The journal is another log's. */
        LOG_ORIGIN,
        /** A checkpoint was shown of a larger tree than the journal has. */
        LOG_ROLLBACK,
        /** A checkpoint was shown with another root than the journal's entries have. */
        LOG_FORK,
        /** A file of the log holds something else than it was made with. */
        LOG_FILE,
        /** The clock is before the last checkpoint. */
        LOG_CLOCK
    }

    private final Code code;

    LogRefusal(Code code, String sentence) {
        super(code + ": " + sentence);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
