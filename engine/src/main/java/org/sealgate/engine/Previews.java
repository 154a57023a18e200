package org.sealgate.engine;

import java.util.List;
import org.sealgate.bundle.Json;
import org.sealgate.engine.intake.Violation;

/** What {@code decisions:preview} says. */
final class Previews {
    private Previews() {}

    static Json.Obj malformed(List<Violation> violations) {
        return json(
                "error",
                Json.of("MALFORMED"),
                violations.stream().map(Violation::json).toList());
    }

    static Json.Obj of(Conclusion conclusion, ReleaseInForce release) {
        return switch (conclusion) {
            case Conclusion.Allowed allowed -> json("allow", Json.NULL, release.describe(allowed.result()));
            case Conclusion.Denied denied -> json("deny", Json.NULL, release.describe(denied.result()));
            case Conclusion.Failed failed -> json("error", Json.of(failed.cause()), List.of());
        };
    }

    private static Json.Obj json(String outcome, Json cause, List<Json.Obj> violations) {
        return Json.object()
                .put("preview", true)
                .put("outcome", outcome)
                .put("cause", cause)
                .put("violations", Json.array(violations))
                .build();
    }
}
