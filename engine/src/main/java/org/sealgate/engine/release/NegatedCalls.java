package org.sealgate.engine.release;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;

/**
 * Finds {@code not f(x)} where {@code x} may be undefined. Opa looks x up before it negates: where x is undefined the whole rule is,
 * and a rule that was to refuse stays silent. What must hold is to be a rule or function of its own, and the refusal {@code not} that.
 */
final class NegatedCalls {
    /** {@code not a == b} unifies and is true where a is undefined; every other operator is a call. */
    private static final Set<String> SAFE = Set.of("eq", "equal");

    private static final Json REF = Json.of("ref");
    private static final Json VAR = Json.of("var");

    private final RegoModule module;
    private final Set<String> names;
    private final List<Problem> problems;

    /** @param ruleNames of all files of the package */
    NegatedCalls(RegoModule module, Set<String> ruleNames, List<Problem> problems) {
        this.module = module;
        this.problems = problems;
        this.names = new HashSet<>(ruleNames);
        names.addAll(module.imports());
    }

    void find() {
        module.rules().forEach(this::walk);
    }

    private void walk(@Nullable Json node) {
        switch (node) {
            case Json.Obj object -> {
                if (object.has("negated") && object.get("terms") instanceof Json.Arr call) {
                    judge(object, call.items());
                }
                object.members().values().forEach(this::walk);
            }
            case Json.Arr array -> array.items().forEach(this::walk);
            case null -> {}
            case Json.Str s -> {}
            case Json.Num n -> {}
            case Json.Bool b -> {}
            case Json.Null n -> {}
        }
    }

    private void judge(Json.Obj expression, List<Json> terms) {
        if (SAFE.contains(operator(terms.getFirst()))) {
            return;
        }
        if (terms.subList(1, terms.size()).stream().anyMatch(this::mayBeUndefined)) {
            problems.add(
                    new Problem(
                            ProblemCode.NEGATED_CALL,
                            module.file(),
                            RegoModule.lineOf(expression),
                            "not with a call stays silent where an argument is undefined; make what must hold a rule of its own and negate that"));
        }
    }

    private static String operator(Json term) {
        if (term instanceof Json.Obj object
                && object.get("value") instanceof Json.Arr path
                && path.items().size() == 1
                && path.items().getFirst() instanceof Json.Obj name) {
            return name.text("value");
        }
        return "";
    }

    private boolean mayBeUndefined(Json node) {
        return switch (node) {
            case Json.Obj object ->
                isReference(object) || object.members().values().stream().anyMatch(this::mayBeUndefined);
            case Json.Arr array -> array.items().stream().anyMatch(this::mayBeUndefined);
            case Json.Str s -> false;
            case Json.Num n -> false;
            case Json.Bool b -> false;
            case Json.Null n -> false;
        };
    }

    private boolean isReference(Json.Obj term) {
        Json type = term.get("type");
        if (REF.equals(type)) {
            return term.array("value").items().size() > 1;
        }
        return VAR.equals(type) && names.contains(term.text("value"));
    }
}
