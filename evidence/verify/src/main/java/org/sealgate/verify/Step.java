package org.sealgate.verify;

/**
 * The checks of a replay, in the order in which they run and are reported.
 *
 * <p>A step is judged only after those before it that it rests on; one that could not run says so and never counts as
 * passed.
 */
public enum Step {
    LIMITS(0, "limits"),
    CONTAINER(1, "container"),
    TRUST_ROOT(2, "trust root"),
    ENVELOPE(3, "envelope"),
    SIGNATURES(4, "signatures"),
    PAYLOAD_TYPE(5, "payload type"),
    PAYLOAD(6, "payload"),
    FILES(7, "files"),
    LOG(8, "log"),
    TIME(9, "time"),
    KEYS(10, "keys"),
    POLICY(11, "policy"),
    BINDING(12, "binding"),
    REPLAY(13, "replay"),
    REDERIVATION(14, "re-derivation"),
    ADMISSIBILITY(15, "admissibility"),
    RELEVANCE(16, "relevance");

    private final int number;
    private final String title;

    Step(int number, String title) {
        this.number = number;
        this.title = title;
    }

    /** The step's number in the protocol, 0 to 16. */
    public int number() {
        return number;
    }

    /** The step's name as the report prints it. */
    public String title() {
        return title;
    }
}
