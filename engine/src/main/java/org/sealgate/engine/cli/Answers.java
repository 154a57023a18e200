package org.sealgate.engine.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;

/** An engine's answer in lines. */
final class Answers {
    private Answers() {}

    static void document(Console console, Json.Obj body) {
        console.document(new String(CanonicalJson.rfc8785(body), StandardCharsets.UTF_8));
    }

    /** The verdict in a line, then a line for each thing that is wrong. */
    static void outcome(Console console, Kind kind, EngineClient.Answer answer) {
        Json.Obj body = answer.body();
        String outcome = body.textOrNull("outcome");
        if ("allow".equals(outcome)) {
            console.line(Console.Mark.GOOD, "allow", kind.id());
        } else {
            String cause = body.textOrNull("cause");
            String title = body.textOrNull("title");
            console.line(
                    Console.Mark.BAD,
                    outcome != null ? outcome : "refused",
                    kind.id() + (title != null ? ": " + title : "") + (cause != null ? " (" + cause + ")" : ""));
        }
        for (Json.Obj violation : violations(body)) {
            violation(console, violation);
        }
    }

    static List<Json.Obj> violations(Json.Obj body) {
        return body.get("violations") instanceof Json.Arr ? body.objects("violations") : List.of();
    }

    private static void violation(Console console, Json.Obj violation) {
        String title = violation.textOrNull("title");
        String pointer = violation.textOrNull("pointer");
        console.say("    " + violation.text("code") + (pointer != null && !pointer.isEmpty() ? " at " + pointer : "")
                + (title != null ? ": " + title : ""));
        String remediation = violation.textOrNull("remediation");
        if (remediation != null && !remediation.isEmpty()) {
            console.say("      do: " + remediation);
        }
    }

    static void detail(Console console, String name, @Nullable String value) {
        if (value != null) {
            console.say("    " + name + " " + value);
        }
    }
}
