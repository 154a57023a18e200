package org.sealgate.engine.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;

/**
 * What the data requires of one kind, as the release states it.
 *
 * @param kind for example {@code sealed-run}
 */
record KindRules(
        String kind,
        List<String> requiredGates,
        List<String> requiredChecks,
        List<String> notApplicable,
        List<String> warnChecks) {
    /** The rules of all kinds, sorted by kind; a fault of the data is a problem of its own. */
    static List<KindRules> of(DataDocument data, List<Problem> problems) {
        List<KindRules> rules = new ArrayList<>();
        kinds(data, problems)
                .ifPresent(kinds -> kinds.members().keySet().stream()
                        .sorted()
                        .forEach(kind -> of(kind, kinds, problems).ifPresent(rules::add)));
        return List.copyOf(rules);
    }

    private static Optional<Json.Obj> kinds(DataDocument data, List<Problem> problems) {
        try {
            return Optional.of(data.governance().object("kinds"));
        } catch (JsonException e) {
            problems.add(shape("/governance", e));
            return Optional.empty();
        }
    }

    private static Optional<KindRules> of(String kind, Json.Obj kinds, List<Problem> problems) {
        try {
            Json.Obj rules = kinds.object(kind);
            rules.text("schemaVersion");
            rules.integer("validityMillis");
            KindRules read = new KindRules(
                    kind,
                    sorted(rules, "requiredGates"),
                    sorted(rules, "requiredChecks"),
                    sorted(rules, "notApplicable"),
                    sorted(rules, "warnChecks"));
            if (!read.requiredGates.isEmpty() && !read.requiredChecks.isEmpty()) {
                return Optional.of(read);
            }
            problems.add(Problem.in(
                    "data", ProblemCode.DATA_SHAPE, "/governance/kinds/" + kind + " requires no check or no gate"));
        } catch (JsonException e) {
            problems.add(shape("/governance/kinds/" + kind, e));
        }
        return Optional.empty();
    }

    private static List<String> sorted(Json.Obj rules, String name) {
        return rules.texts(name).stream().sorted().toList();
    }

    static Problem shape(String at, JsonException e) {
        return Problem.in("data", ProblemCode.DATA_SHAPE, at + e.pointer() + ": " + e.getMessage());
    }

    /** The rule that decides: {@code sealgate/sealed_run/decision}. */
    String entrypoint() {
        return "sealgate/" + kind.replace('-', '_') + "/decision";
    }

    Json toJson() {
        return Json.object()
                .put("kind", kind)
                .put("entrypoint", entrypoint())
                .put("requiredGates", Json.strings(requiredGates))
                .put("requiredChecks", Json.strings(requiredChecks))
                .put("notApplicable", Json.strings(notApplicable))
                .put("warnChecks", Json.strings(warnChecks))
                .build();
    }
}
