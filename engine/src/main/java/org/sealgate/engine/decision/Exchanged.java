package org.sealgate.engine.decision;

/** What came of one HTTP exchange. */
sealed interface Exchanged {
    /** Status 200 and the whole body. */
    record Body(byte[] bytes) implements Exchanged {}

    record Broken(Cause cause, String detail) implements Exchanged {}
}
