package org.sealgate.engine.decision;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;

/**
 * The shape of schemas/decision-result 1, by hand because it stands on the way of every decision; a test holds it against the schema's
 * own examples. Beyond the schema it demands the order in which arrays are written.
 */
final class DecisionResult {
    private static final Set<String> MEMBERS = Set.of(
            "resultVersion",
            "outcome",
            "checks",
            "gates",
            "refusal",
            "authority",
            "violations",
            "obligations",
            "label");
    private static final Set<String> NAMED = Set.of("name", "result");
    private static final Set<String> CHECK_RESULTS = Set.of("pass", "fail", "not_applicable");
    private static final Set<String> GATE_RESULTS = Set.of("pass", "fail", "skip");
    private static final Set<String> REFUSAL = Set.of("available", "triggered", "reasonCode");
    private static final Set<String> REASONS = Set.of(
            "NO_AUTHORITY",
            "SCOPE_VIOLATION",
            "POLICY_EXPIRED",
            "UNSAFE_ACTION",
            "MISSING_PROVENANCE",
            "INSUFFICIENT_EVIDENCE");
    private static final Set<String> VIOLATION = Set.of("code", "pointer", "severity");
    private static final Set<String> SEVERITIES = Set.of("block", "warn");
    private static final Set<String> LABELS = Set.of(
            "public",
            "public_generalized",
            "internal",
            "restricted",
            "restricted_sensitive_location",
            "embargoed",
            "quarantine");
    private static final Set<String> GRANT =
            Set.of("id", "actor", "role", "type", "source", "effectiveAt", "expiresAt", "delegatedBy", "scope");
    private static final Set<String> GRANT_TYPES = Set.of("direct", "delegated", "inherited", "system");
    private static final Set<String> SCOPE = Set.of("kinds", "decisions", "claims", "patches", "prompts", "datasets");
    private static final List<String> SCOPE_LISTS = List.of("decisions", "claims", "patches", "prompts", "datasets");

    private DecisionResult() {}

    /** @throws UnusableAnswer where the result has another shape; it says where, not what */
    static void require(Json value) throws UnusableAnswer {
        Json.Obj result = object(value, MEMBERS, "");
        text(result.get("resultVersion"), "1"::equals, "/resultVersion");
        text(result.get("outcome"), Set.of("allow", "deny")::contains, "/outcome");
        named(result.get("checks"), CHECK_RESULTS, "/checks");
        named(result.get("gates"), GATE_RESULTS, "/gates");
        refusal(result.get("refusal"));
        if (!isNull(result.get("authority"))) {
            grant(result.get("authority"));
        }
        violations(result.get("violations"));
        array(result.get("obligations"), 0, "/obligations");
        textOrNull(result.get("label"), LABELS::contains, "/label");
    }

    private static void named(@Nullable Json value, Set<String> results, String at) throws UnusableAnswer {
        String before = "";
        for (Json item : array(value, 64, at)) {
            Json.Obj named = object(item, NAMED, at);
            String name = text(named.get("name"), Shape::isCheckName, at + "/name");
            text(named.get("result"), results::contains, at + "/result");
            if (name.compareTo(before) <= 0) {
                throw refused(at + ", which are not in order");
            }
            before = name;
        }
    }

    private static void refusal(@Nullable Json value) throws UnusableAnswer {
        Json.Obj refusal = object(value, REFUSAL, "/refusal");
        if (!(refusal.get("available") instanceof Json.Bool) || !(refusal.get("triggered") instanceof Json.Bool)) {
            throw refused("/refusal");
        }
        textOrNull(refusal.get("reasonCode"), REASONS::contains, "/refusal/reasonCode");
    }

    private static void violations(@Nullable Json value) throws UnusableAnswer {
        String pointerBefore = "";
        String codeBefore = "";
        for (Json item : array(value, 20_000, "/violations")) {
            Json.Obj violation = object(item, VIOLATION, "/violations");
            String code = text(violation.get("code"), Shape::isCode, "/violations/code");
            String pointer = text(violation.get("pointer"), Shape::isPointer, "/violations/pointer");
            text(violation.get("severity"), SEVERITIES::contains, "/violations/severity");
            int order = pointer.compareTo(pointerBefore);
            if (order < 0 || order == 0 && code.compareTo(codeBefore) < 0) {
                throw refused("/violations, which are not in order");
            }
            pointerBefore = pointer;
            codeBefore = code;
        }
    }

    private static void grant(@Nullable Json value) throws UnusableAnswer {
        Json.Obj grant = object(value, GRANT, "/authority");
        text(grant.get("id"), Shape::isId, "/authority/id");
        textOrNull(grant.get("actor"), Shape::isName, "/authority/actor");
        textOrNull(grant.get("role"), Shape::isName, "/authority/role");
        if (isNull(grant.get("actor")) && isNull(grant.get("role"))) {
            throw refused("/authority, which names neither actor nor role");
        }
        text(grant.get("type"), GRANT_TYPES::contains, "/authority/type");
        text(grant.get("source"), Shape::isName, "/authority/source");
        text(grant.get("effectiveAt"), Shape::isTime, "/authority/effectiveAt");
        textOrNull(grant.get("expiresAt"), Shape::isTime, "/authority/expiresAt");
        textOrNull(grant.get("delegatedBy"), Shape::isId, "/authority/delegatedBy");
        Json.Obj scope = object(grant.get("scope"), SCOPE, "/authority/scope");
        texts(scope.get("kinds"), 32, Shape::isKind, "/authority/scope/kinds");
        for (String list : SCOPE_LISTS) {
            texts(scope.get(list), 1000, Shape::isGrantItem, "/authority/scope/" + list);
        }
    }

    private static Json.Obj object(@Nullable Json value, Set<String> members, String at) throws UnusableAnswer {
        if (value instanceof Json.Obj object && object.members().keySet().equals(members)) {
            return object;
        }
        throw refused(at);
    }

    private static List<Json> array(@Nullable Json value, int most, String at) throws UnusableAnswer {
        if (value instanceof Json.Arr array && array.items().size() <= most) {
            return array.items();
        }
        throw refused(at);
    }

    private static void texts(@Nullable Json value, int most, Predicate<String> shape, String at)
            throws UnusableAnswer {
        for (Json item : array(value, most, at)) {
            text(item, shape, at);
        }
    }

    private static String text(@Nullable Json value, Predicate<String> shape, String at) throws UnusableAnswer {
        if (value instanceof Json.Str text && shape.test(text.value())) {
            return text.value();
        }
        throw refused(at);
    }

    private static void textOrNull(@Nullable Json value, Predicate<String> shape, String at) throws UnusableAnswer {
        if (!isNull(value)) {
            text(value, shape, at);
        }
    }

    private static boolean isNull(@Nullable Json value) {
        return value instanceof Json.Null;
    }

    private static UnusableAnswer refused(String at) {
        return new UnusableAnswer(Cause.OPA_RESULT_SCHEMA, "OPA's result is not a decision result at " + at);
    }
}
