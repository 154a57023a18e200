package org.sealgate.engine.store;

/** An object was not taken, for a reason that lies with the caller. */
public final class ObjectRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The bytes hash to something else than they were announced as. */
        DIGEST_DIFFERS,
        /** More bytes than allowed; the rest was not read. */
        TOO_LARGE
    }

    private final Reason reason;

    ObjectRefused(Reason reason, String detail) {
        super(reason + ": " + detail);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
