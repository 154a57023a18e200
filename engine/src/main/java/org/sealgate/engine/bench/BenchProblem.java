package org.sealgate.engine.bench;

/** Why there are no figures, or none that may be believed; one sentence. */
public final class BenchProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchProblem(String sentence) {
        super(sentence);
    }
}
