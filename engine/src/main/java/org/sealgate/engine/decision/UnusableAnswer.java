package org.sealgate.engine.decision;

import java.io.IOException;

/** Ends the reading of an answer with a named cause; it never leaves this package. */
final class UnusableAnswer extends IOException {
    private static final long serialVersionUID = 1L;
    private final Cause reason;
    private final String detail;

    UnusableAnswer(Cause reason, String detail) {
        super(detail);
        this.reason = reason;
        this.detail = detail;
    }

    Cause reason() {
        return reason;
    }

    String detail() {
        return detail;
    }
}
