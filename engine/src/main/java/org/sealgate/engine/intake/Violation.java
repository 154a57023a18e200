package org.sealgate.engine.intake;

import org.sealgate.bundle.Json;

/**
 * One thing that is wrong with a body.
 *
 * @param code {@code JSON_…} of the reader, {@code SCHEMA_<KEYWORD>}, {@code BODY_LIMIT}, {@code OBJECTS_LIMIT} or {@code INPUT_LIMIT}
 * @param pointer masked: it repeats no name that a schema does not know
 */
public record Violation(String code, String pointer) implements Comparable<Violation> {
    @Override
    public int compareTo(Violation other) {
        int byPointer = pointer.compareTo(other.pointer);
        return byPointer != 0 ? byPointer : code.compareTo(other.code);
    }

    /** As it stands in a statement: {@code {"code":"SCHEMA_REQUIRED","pointer":"/meta/model"}}. */
    public Json.Obj json() {
        return Json.object().put("code", code).put("pointer", pointer).build();
    }
}
