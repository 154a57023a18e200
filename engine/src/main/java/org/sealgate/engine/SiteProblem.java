package org.sealgate.engine;

/** Why an installation cannot be used as it is, in one sentence that says what to mend. */
public final class SiteProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    SiteProblem(String sentence) {
        super(sentence);
    }

    SiteProblem(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
