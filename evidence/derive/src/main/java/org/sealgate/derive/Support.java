package org.sealgate.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sealgate.bundle.Json;

/**
 * Everything that an allow needs, told apart from what the policy claims.
 *
 * <p>Source: decision.md section 4 and seed 002's reconstructability rules (rows S002-21 to S002-25, S002-30,
 * S002-31). The list is complete: nothing stops at the first miss.
 */
public final class Support {
    private final Json.Obj input;
    private final Json.Obj result;
    private final ReleaseRules rules;
    private final List<Shortfall> missing = new ArrayList<>();

    private Support(Json.Obj input, Json.Obj result, ReleaseRules rules) {
        this.input = input;
        this.result = result;
        this.rules = rules;
    }

    /** What keeps {@code result} from being an allow; empty where it is one. Arguments as {@link Outcome#of}. */
    public static List<Shortfall> shortfalls(Json.Obj input, Json.Obj result, ReleaseRules rules, Json.Obj data) {
        Support support = new Support(input, result, rules);
        support.outcome();
        support.checks();
        support.gates();
        support.refusal();
        support.violations();
        support.withheld();
        support.missing.addAll(GrantCover.shortfalls(input, result, data));
        return List.copyOf(support.missing);
    }

    private void outcome() {
        if (!"allow".equals(result.text("outcome"))) {
            add("OUTCOME_NOT_ALLOW", "/outcome", "allow", result.text("outcome"));
        }
    }

    private void checks() {
        Map<String, String> checks = byName("checks");
        if (checks.isEmpty()) {
            add("CHECKS_EMPTY", "/checks", "at least " + rules.requiredChecks(), "none");
            return;
        }
        long warnings = result.objects("violations").stream()
                .filter(v -> "warn".equals(v.text("severity")))
                .count();
        for (String name : rules.requiredChecks()) {
            String found = checks.getOrDefault(name, "absent");
            if (mayBe(name, found, warnings)) {
                continue;
            }
            add("CHECKS_INCOMPLETE", "/checks", name + " pass", name + " " + found);
        }
        long forgiven = checks.entrySet().stream()
                .filter(e -> "fail".equals(e.getValue()) && rules.warnChecks().contains(e.getKey()))
                .count();
        if (forgiven > warnings) {
            add("CHECKS_INCOMPLETE", "/violations", forgiven + " warnings", warnings + " warnings");
        }
    }

    private boolean mayBe(String check, String found, long warnings) {
        return switch (found) {
            case "pass" -> true;
            case "not_applicable" -> rules.notApplicable().contains(check);
            case "fail" -> rules.warnChecks().contains(check) && warnings > 0;
            default -> false;
        };
    }

    private void gates() {
        Map<String, String> gates = byName("gates");
        if (!gates.keySet().equals(new TreeSet<>(rules.requiredGates()))) {
            add(
                    "GATE_SET",
                    "/gates",
                    new TreeSet<>(rules.requiredGates()).toString(),
                    gates.keySet().toString());
        }
        gates.forEach((name, found) -> {
            if (!"pass".equals(found)) {
                add("GATE_NOT_PASS", "/gates", name + " pass", name + " " + found);
            }
        });
    }

    /** Entries by name; a name said twice loses its pass, whatever the two say. */
    private Map<String, String> byName(String member) {
        Map<String, String> byName = new TreeMap<>();
        for (Json.Obj each : result.objects(member)) {
            if (byName.put(each.text("name"), each.text("result")) != null) {
                byName.put(each.text("name"), "twice");
            }
        }
        return byName;
    }

    private void refusal() {
        Json.Obj refusal = result.object("refusal");
        if (!refusal.bool("available")) {
            add("REFUSAL_UNAVAILABLE", "/refusal/available", "true", "false");
        }
        if (refusal.bool("triggered")) {
            add("REFUSAL_TRIGGERED", "/refusal/triggered", "false", "true");
        }
    }

    private void violations() {
        for (Json.Obj each : result.objects("violations")) {
            if (!"warn".equals(each.text("severity"))) {
                add("OUTCOME_MISMATCH", each.text("pointer"), "no blocking violation", each.text("code"));
            }
        }
    }

    private void withheld() {
        int findings = input.object("facts")
                .object("derived")
                .array("findings")
                .items()
                .size();
        if (findings > 0) {
            add("OUTCOME_MISMATCH", "/facts/derived/findings", "nothing withheld", findings + " findings");
        }
    }

    private void add(String code, String pointer, String expected, String actual) {
        missing.add(new Shortfall(code, pointer, expected, actual));
    }
}
