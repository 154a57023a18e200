package org.sealgate.engine;

import java.util.Optional;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Kind;
import org.sealgate.facts.Actor;
import org.sealgate.facts.Request;

/**
 * A proposal as it reached the gate (decision.md section 1).
 *
 * @param caller as authenticated; never from a body
 * @param body the proposal's bytes, at most 1 MiB
 * @param parameters scope, audience and purpose from the query
 * @param idempotencyKey the caller's key for this request
 */
public record GateRequest(Actor caller, Kind kind, Bytes body, Request parameters, Optional<String> idempotencyKey) {}
