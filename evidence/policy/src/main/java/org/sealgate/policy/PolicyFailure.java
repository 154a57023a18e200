package org.sealgate.policy;

import run.endive.runtime.WasmInterruptedException;
import run.endive.wasm.WasmEngineException;

/** Carries a cause out of the middle of a load or an evaluation; it never leaves this package. */
final class PolicyFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final PolicyCause reason;

    PolicyFailure(PolicyCause reason, String detail) {
        // No stack trace: it says nothing about the module, and a hostile one could make us build many.
        super(detail, null, false, false);
        this.reason = reason;
    }

    static PolicyFailure limit(String detail) {
        return new PolicyFailure(PolicyCause.WASM_LIMIT, detail);
    }

    static PolicyFailure refused(String detail) {
        return new PolicyFailure(PolicyCause.WASM_ABORT, "module refused: " + detail);
    }

    /**
     * The answer for whatever came out of Endive or of the module's own doing.
     *
     * <p>Every catch of this package is as broad as can be and ends here: Endive is third-party code that runs bytes of an
     * enemy, and whatever it throws for them (its own exceptions, an exhausted stack or heap, an assertion, a class that the
     * JVM refuses) is a failure of the module, never one of the caller.
     *
     */
    static PolicyAnswer.Failed answer(Throwable thrown) {
        String detail = thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
        return new PolicyAnswer.Failed(reason(thrown), detail);
    }

    private static PolicyCause reason(Throwable thrown) {
        if (thrown instanceof PolicyFailure failure) {
            return failure.reason;
        }
        if (thrown instanceof WasmInterruptedException) {
            return PolicyCause.WASM_TIMEOUT;
        }
        boolean exhausted = thrown instanceof VirtualMachineError
                || thrown instanceof WasmEngineException && thrown.getCause() instanceof StackOverflowError;
        return exhausted ? PolicyCause.WASM_LIMIT : PolicyCause.WASM_ABORT;
    }
}
