package org.sealgate.verify;

import java.util.Objects;

/**
 * A bundle of a run about which nothing can be said, because it, or something that judging it takes, could not be read. No verdict, and
 * told in every report beside the verdicts: what was asked for and not judged must not look as if nobody had asked.
 *
 * <p>Example: {@code new Unread("b.evidence.zip", "no such file: b.evidence.zip")}.
 *
 * @param bundle as it was named
 * @param reason what could not be read, and why; whoever prints it escapes it
 */
public record Unread(String bundle, String reason) {
    /** What stands for its verdict where a verdict stands for others. */
    static final String NOT_JUDGED = "NOT_JUDGED";

    /** One sentence: what it means for the reader, and what to do next. */
    static final String ADVICE = "Nothing was judged; give a file that can be read, and do not rely on it before.";

    public Unread {
        Objects.requireNonNull(bundle, "bundle");
        Objects.requireNonNull(reason, "reason");
    }

    /** The finding in words. */
    String said() {
        return "cannot be read: " + reason;
    }
}
