package org.sealgate.verify;

import java.util.Optional;
import org.sealgate.bundle.Json;

/**
 * What the policy was asked and what it answered, as recorded, canonical and in the shape of the built-in schemas.
 *
 * @param input {@code input.json}
 * @param result {@code result.json}; empty where there was no answer
 */
record Recorded(Json.Obj input, Optional<Json.Obj> result) {}
