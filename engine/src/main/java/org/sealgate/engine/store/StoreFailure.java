package org.sealgate.engine.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The store cannot do what was asked, and nothing was acknowledged. To a caller of the gate each of these is `evidence-unavailable`. */
public final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** An append, a force or the making of a file failed: disk or inodes full, read-only, an input or output error. */
        DISK,
        /** The journal could not be brought back to its last forced length; nothing is written until a restart. */
        FAILED_UNTIL_RESTART,
        /** The statement numbered before this one in its stream was given up, so this one's predecessor does not exist. */
        PREDECESSOR_LOST,
        /** The ticket was given up by its holder, or was not committed within the deadline. */
        TICKET_LOST,
        /** Somebody else's pending claim was not settled within the time that the caller could wait. */
        CLAIM_PENDING,
        /** The record is journalled; its named file could not be made yet. */
        NAMED_FILE,
        /** The record is journalled; the log could not be shown yet. */
        LOG_HIDDEN,
        /** The store is closed. */
        CLOSED,
        /** Another process has this store open. */
        LOCKED,
        /** The folder holds no store: not initialised, or not mounted. */
        NOT_INITIALISED,
        /** What is stored is not what was written; the message names the place. */
        CORRUPT
    }

    private final Reason reason;

    StoreFailure(Reason reason, String detail) {
        this(reason, detail, null);
    }

    StoreFailure(Reason reason, String detail, @Nullable Throwable cause) {
        super(reason + ": " + detail, cause);
        this.reason = reason;
    }

    static StoreFailure disk(String what, IOException cause) {
        return new StoreFailure(Reason.DISK, what + ": " + cause, cause);
    }

    static StoreFailure closed() {
        return new StoreFailure(Reason.CLOSED, "the store was closed");
    }

    static StoreFailure unlogged(IOException cause) {
        return new StoreFailure(Reason.LOG_HIDDEN, "the log could not be shown yet: " + cause, cause);
    }

    public Reason reason() {
        return reason;
    }
}
