package org.sealgate.engine.seal;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/** A row of {@code keys[]} of a trust root. */
record ListedKey(KeyAlgorithm algorithm, Bytes spki, Role role, String controller, Instant from, Instant until) {
    Json.Obj row() {
        byte[] der = spki.toArray();
        return Json.object()
                .put("keyid", Digest.sha256(der).hex())
                .put("algorithm", algorithm.id())
                .put("spki", Base64.getEncoder().encodeToString(der))
                .put("controller", controller)
                .put("roles", Json.strings(List.of(role.id())))
                .put("validFrom", TrustRootEdition.text(from))
                .put("validUntil", TrustRootEdition.text(until))
                .put("revoked", Json.NULL)
                .build();
    }
}
