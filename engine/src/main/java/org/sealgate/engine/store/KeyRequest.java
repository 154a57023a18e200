package org.sealgate.engine.store;

import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Kind;

/** A caller's Idempotency-Key for a kind, and the request that it came with. */
public record KeyRequest(String caller, Kind kind, String key, Bytes requestMac) {
    public KeyRequest {
        if (caller.isEmpty() || key.isEmpty()) {
            throw new IllegalArgumentException("KeyRequest: caller and key");
        }
    }
}
