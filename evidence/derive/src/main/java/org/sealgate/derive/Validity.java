package org.sealgate.derive;

import java.time.Instant;
import org.sealgate.bundle.Json;

/** Until when a decision may be acted on. */
public final class Validity {
    private Validity() {}

    /** {@code decidedAt} + {@code data.governance.kinds[kind].validityMillis}, in milliseconds and Z. */
    public static String until(String decidedAt, String kind, Json.Obj data) {
        Json.Obj rules = data.object("governance").object("kinds").object(kind);
        return Times.format(Instant.parse(decidedAt).plusMillis(rules.integer("validityMillis")));
    }
}
