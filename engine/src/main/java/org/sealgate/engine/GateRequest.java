package org.sealgate.engine;

import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Kind;

/**
 * A proposal as it reached the gate (decision.md section 1).
 *
 * @param body the proposal's bytes, at most 1 MiB
 * @param scope the decision scope claimed
 * @param audience whom the decision is for, in the order given
 * @param idempotencyKey the caller's key for this request
 */
public record GateRequest(
        Caller caller,
        Kind kind,
        Bytes body,
        Optional<String> scope,
        List<String> audience,
        Optional<String> purpose,
        Optional<String> idempotencyKey) {
    public GateRequest {
        audience = List.copyOf(audience);
    }
}
