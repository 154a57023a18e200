package org.sealgate.policy;

/** Why a policy gave no answer. The names stand in statements as the cause of an {@code error} and never change. */
public enum PolicyCause {
    /** The entrypoint exists and its rule is undefined for this input: an empty result set. Silence, so never a pass. */
    WASM_UNDEFINED,
    /** A fixed limit: size of the module, its counts, memory, call depth, size of the result, or the instruction budget. */
    WASM_LIMIT,
    /** The wall clock ran out, or the calling thread was interrupted. */
    WASM_TIMEOUT,
    /** The module is no OPA module of ABI 1.2 or 1.3, or it trapped, aborted, or called a built-in. */
    WASM_ABORT,
    /** The module answered, but not with exactly one JSON object. */
    WASM_RESULT,
    /** The module has no such entrypoint. */
    WASM_ENTRYPOINT
}
