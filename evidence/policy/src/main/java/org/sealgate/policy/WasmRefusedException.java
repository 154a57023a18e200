package org.sealgate.policy;

/** A module that cannot be looked into: {@link #failed} says why. */
public final class WasmRefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient PolicyAnswer.Failed failed;

    WasmRefusedException(PolicyAnswer.Failed failed) {
        super(failed.cause() + ": " + failed.detail());
        this.failed = failed;
    }

    /** The answer that the module would give to every question. */
    public PolicyAnswer.Failed failed() {
        return failed;
    }
}
