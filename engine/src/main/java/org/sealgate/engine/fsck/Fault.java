package org.sealgate.engine.fsck;

/**
 * One thing that is not as it must be.
 *
 * @param what the object: a decision, an entry of the log, a file
 * @param detail what was expected and what was found
 */
public record Fault(Kind kind, String what, String detail) {
    /** How it differs. */
    public enum Kind {
        /** It must be there and is not. */
        MISSING,
        /** It is there and must not be. */
        EXTRA,
        /** It is there and is something else. */
        DIFFERENT
    }
}
