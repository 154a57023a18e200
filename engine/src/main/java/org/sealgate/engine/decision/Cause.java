package org.sealgate.engine.decision;

import org.sealgate.policy.PolicyCause;

/** Why there is no decision. The names stand in statements and never change. */
public enum Cause {
    /** No connection to the sidecar. */
    OPA_UNREACHABLE,
    /** No whole answer within the deadline, however much of it had come. */
    OPA_TIMEOUT,
    /** The connection ended inside the answer, or what came was not HTTP/1.1. */
    OPA_RESET,
    /** Another status than 200; redirects are not followed. */
    OPA_STATUS,
    /** More than the answer may have; reading stopped there. */
    OPA_TOO_LARGE,
    /** The body is not one strict JSON object. */
    OPA_NOT_JSON,
    /** The answer has no {@code result}: a rule that is undefined, missing or not loaded. */
    OPA_UNDEFINED,
    /** The answer or its result has another shape than schemas/decision-result. */
    OPA_RESULT_SCHEMA,
    /** The sidecar decided by another release or is another version than the active release names. */
    OPA_REVISION,
    WASM_UNDEFINED,
    WASM_LIMIT,
    WASM_TIMEOUT,
    WASM_ABORT,
    WASM_RESULT,
    /** Both answered, and not the same bytes. */
    ENGINE_DISAGREE;

    static Cause of(PolicyCause cause) {
        return switch (cause) {
            case WASM_UNDEFINED, WASM_ENTRYPOINT -> WASM_UNDEFINED;
            case WASM_LIMIT -> WASM_LIMIT;
            case WASM_TIMEOUT -> WASM_TIMEOUT;
            case WASM_ABORT -> WASM_ABORT;
            case WASM_RESULT -> WASM_RESULT;
        };
    }
}
