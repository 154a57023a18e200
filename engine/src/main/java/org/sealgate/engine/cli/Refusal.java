package org.sealgate.engine.cli;

/** Ends a verb with a code, one sentence for people, and an exit status that is not 0. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final int status;

    private Refusal(String code, String sentence, int status) {
        super(sentence);
        this.code = code;
        this.status = status;
    }

    /** It was understood and is not done: 1. */
    static Refusal of(String code, String sentence) {
        return new Refusal(code, sentence, 1);
    }

    /** The call itself is wrong: 2. */
    static Refusal usage(String code, String sentence) {
        return new Refusal(code, sentence, 2);
    }

    String code() {
        return code;
    }

    int status() {
        return status;
    }
}
