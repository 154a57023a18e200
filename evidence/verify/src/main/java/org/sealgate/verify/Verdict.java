package org.sealgate.verify;

/**
 * The one answer of a replay, with the report that carries it.
 *
 * <p>Two questions are kept apart. Is the <em>record</em> genuine? Then {@link #verified()}. Was the <em>decision</em> an
 * allow that may be relied on? Only then {@link Admissible}. A true record of a denial is verified and
 * {@link Inadmissible}; {@link #exit()} is 0 for it only where the caller asked for any verified record.
 */
public sealed interface Verdict {
    /** What was checked and found. */
    Report report();

    /** What the process should say with its exit status. */
    Exit exit();

    /** Whether the record itself stands, whatever it records. */
    default boolean verified() {
        return switch (this) {
            case Admissible a -> true;
            case Inadmissible i -> i.recordVerified();
            case Indeterminate i -> false;
        };
    }

    /** The record is genuine, the decision is an allow, and every rule for relying on it holds. */
    record Admissible(Report report) implements Verdict {
        @Override
        public Exit exit() {
            return Exit.OK;
        }
    }

    /** Something is wrong with the record, or it is a genuine record of something that is no allow. */
    record Inadmissible(Report report, boolean recordVerified, Exit exit) implements Verdict {}

    /** Nothing was found wrong, and something that would have to be known is not. */
    record Indeterminate(Report report) implements Verdict {
        @Override
        public Exit exit() {
            return Exit.INDETERMINATE;
        }
    }
}
