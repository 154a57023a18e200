package org.sealgate.engine;

import java.time.Duration;
import org.sealgate.bundle.Bytes;

/** What the gate says. Anything but {@link Recorded} with {@link Finding#ALLOWED} means: do not publish. */
public sealed interface GateAnswer {
    /** How a recorded decision ended; the HTTP status follows from it alone. */
    enum Finding {
        ALLOWED(201),
        DENIED(409),
        RUN_EXISTS(409),
        MALFORMED(422),
        NO_ANSWER(503);

        private final int status;

        Finding(int status) {
            this.status = status;
        }

        /** The status of the first answer. */
        public int status() {
            return status;
        }
    }

    /**
     * Sealed, durable, and only then said.
     *
     * @param status 201 for a new allow, 200 for the same one asked for again, else the finding's
     * @param body a receipt ({@code application/json}) on an allow, else a problem ({@code application/problem+json})
     * @param decisionId the record's id
     */
    record Recorded(Finding finding, int status, Bytes body, String decisionId) implements GateAnswer {}

    /** The same Idempotency-Key is still running: 409. */
    record InProgress() implements GateAnswer {}

    /** The Idempotency-Key was used for another request: 422. */
    record KeyReused() implements GateAnswer {}

    /** It is not known to be recorded: 503, ask again with the same request. */
    record Unavailable(Duration retryAfter, String reason) implements GateAnswer {}
}
