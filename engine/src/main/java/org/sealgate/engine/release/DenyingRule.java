package org.sealgate.engine.release;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Json;

/**
 * A rule that can deny or warn, as its METADATA describes it.
 *
 * @param rule its full name, {@code sealgate.sealed_run.deny}
 * @param line of its head
 */
record DenyingRule(
        String rule,
        String file,
        int line,
        String code,
        String severity,
        String reasonCode,
        String title,
        String description,
        String remediation) {
    /** The partial rule to which every file of a kind's folder may add. */
    private static final String DENY = "deny";

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{1,63}");
    private static final Set<String> REASONS = Set.of(
            "NO_AUTHORITY",
            "SCOPE_VIOLATION",
            "POLICY_EXPIRED",
            "UNSAFE_ACTION",
            "MISSING_PROVENANCE",
            "INSUFFICIENT_EVIDENCE");
    private static final Set<String> SEVERITIES = Set.of("block", "warn");

    /** The rules of a module that add to {@code deny}, and others whose METADATA names a code. */
    static List<DenyingRule> of(RegoModule module, List<Problem> problems) {
        List<DenyingRule> found = new ArrayList<>();
        for (Json.Obj rule : module.rules()) {
            boolean denies = RegoModule.nameOf(rule).equals(DENY);
            Json.Obj metadata = RegoModule.metadataOf(rule);
            if (denies || (metadata != null && custom(metadata).has("code"))) {
                read(module, rule, metadata, problems).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Json.Obj custom(Json.Obj metadata) {
        return metadata.get("custom") instanceof Json.Obj custom
                ? custom
                : Json.object().build();
    }

    private static Optional<DenyingRule> read(
            RegoModule module, Json.Obj rule, Json.@Nullable Obj metadata, List<Problem> problems) {
        int line = RegoModule.lineOf(rule.object("head"));
        if (metadata == null) {
            problems.add(
                    new Problem(ProblemCode.METADATA, module.file(), line, "a rule that can deny has no METADATA"));
            return Optional.empty();
        }
        Json.Obj custom = custom(metadata);
        List<String> missing = new ArrayList<>();
        String title = text(metadata, "title", missing);
        String description = text(metadata, "description", missing);
        String code = text(custom, "code", missing);
        String reasonCode = text(custom, "reasonCode", missing);
        String remediation = text(custom, "remediation", missing);
        if (!missing.isEmpty()) {
            problems.add(new Problem(
                    ProblemCode.METADATA,
                    module.file(),
                    line,
                    "METADATA of a rule that can deny lacks " + String.join(", ", missing)));
            return Optional.empty();
        }
        if (!CODE.matcher(code).matches() || !REASONS.contains(reasonCode)) {
            problems.add(new Problem(
                    ProblemCode.METADATA,
                    module.file(),
                    line,
                    "code " + code + " with reasonCode " + reasonCode + ": a code is upper case, a reason one of "
                            + REASONS.stream().sorted().toList()));
            return Optional.empty();
        }
        String severity = severity(module, rule, code, reasonCode, problems);
        return Optional.of(new DenyingRule(
                module.fullNameOf(rule),
                module.file(),
                line,
                code,
                severity,
                reasonCode,
                title,
                description,
                remediation));
    }

    private static String text(Json.Obj from, String name, List<String> missing) {
        if (from.get(name) instanceof Json.Str text && !text.value().isBlank()) {
            return text.value();
        }
        missing.add(name);
        return "";
    }

    /** What the head says must be what the METADATA says; a head may leave out nothing, for opa would drop what it cannot build. */
    private static String severity(
            RegoModule module, Json.Obj rule, String code, String reasonCode, List<Problem> problems) {
        if (!RegoModule.nameOf(rule).equals(DENY)) {
            return "block";
        }
        Map<String, String> head = head(rule);
        String severity = head.getOrDefault("severity", "");
        boolean agrees = head.getOrDefault("code", "").equals(code)
                && head.getOrDefault("reason", "").equals(reasonCode)
                && SEVERITIES.contains(severity)
                && head.containsKey("pointer");
        if (!agrees) {
            problems.add(new Problem(
                    ProblemCode.RULE_HEAD,
                    module.file(),
                    RegoModule.lineOf(rule.object("head")),
                    "deny must contain {\"code\": \"" + code
                            + "\", \"pointer\": …, \"severity\": \"block\" or \"warn\", \"reason\": \"" + reasonCode
                            + "\"}, as its METADATA says"));
        }
        return severity;
    }

    /** The members of the head's object; a value that is not written out is empty. */
    private static Map<String, String> head(Json.Obj rule) {
        Map<String, String> members = new HashMap<>();
        if (rule.object("head").get("key") instanceof Json.Obj key && key.get("value") instanceof Json.Arr pairs) {
            for (Json each : pairs.items()) {
                if (each instanceof Json.Arr pair && pair.items().size() == 2) {
                    members.put(
                            constant(pair.items().getFirst()),
                            constant(pair.items().getLast()));
                }
            }
        }
        return members;
    }

    private static String constant(Json term) {
        return term instanceof Json.Obj object && Json.of("string").equals(object.get("type"))
                ? object.text("value")
                : "";
    }

    Json toJson() {
        return Json.object()
                .put("rule", rule)
                .put("file", file)
                .put("line", line)
                .put("title", title)
                .put("description", description)
                .put("remediation", remediation)
                .build();
    }

    /** The package of the rule. */
    String inPackage() {
        return rule.substring(0, rule.lastIndexOf('.'));
    }

    boolean addsToDeny() {
        return rule.endsWith("." + DENY);
    }
}
