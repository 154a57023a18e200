package org.sealgate.engine.intake;

import org.sealgate.bundle.Json;

/** Counts as the reader's limit does: values and names. */
final class IntakeTokens {
    private IntakeTokens() {}

    static int of(Json json) {
        return switch (json) {
            case Json.Obj object ->
                1
                        + object.members().values().stream()
                                .mapToInt(value -> 1 + of(value))
                                .sum();
            case Json.Arr array ->
                1 + array.items().stream().mapToInt(IntakeTokens::of).sum();
            case Json.Str string -> 1;
            case Json.Num number -> 1;
            case Json.Bool bool -> 1;
            case Json.Null nothing -> 1;
        };
    }
}
