package org.sealgate.policy;

import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;

/** OPA's result set, {@code [{"result": …}]}: exactly one object is an answer. */
final class ResultSet {
    static final int BYTES = 1 << 20;

    private ResultSet() {}

    static Bytes canonical(byte[] text) {
        Json set;
        try {
            set = JsonReader.read(text);
        } catch (JsonException e) {
            throw wrong("not JSON: " + e.getMessage());
        }
        if (!(set instanceof Json.Arr results)) {
            throw wrong("no array");
        }
        if (results.items().isEmpty()) {
            throw new PolicyFailure(PolicyCause.WASM_UNDEFINED, "the entrypoint is undefined for this input");
        }
        if (results.items().size() != 1 || !(results.items().getFirst() instanceof Json.Obj only)) {
            throw wrong(results.items().size() + " results, or one that is no object");
        }
        if (only.members().size() != 1 || !(only.get("result") instanceof Json.Obj value)) {
            throw wrong("the result is no object");
        }
        try {
            return Bytes.copyOf(CanonicalJson.rfc8785(value));
        } catch (JsonException e) {
            throw wrong("no canonical form: " + e.getMessage());
        }
    }

    private static PolicyFailure wrong(String detail) {
        return new PolicyFailure(PolicyCause.WASM_RESULT, "result set: " + detail);
    }
}
