package org.sealgate.verify;

/** A time token that is none, with the code and both sides of what does not fit. */
final class TokenRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final String expected;
    private final String actual;

    TokenRefusedException(Code code, String expected, String actual) {
        super(expected + ", found " + actual, null, false, false);
        this.code = code;
        this.expected = expected;
        this.actual = actual;
    }

    /** Refuses a token for a reason other than what it is over. */
    TokenRefusedException(String expected, String actual) {
        this(Code.TSA_TOKEN, expected, actual);
    }

    Code code() {
        return code;
    }

    String expected() {
        return expected;
    }

    String actual() {
        return actual;
    }
}
