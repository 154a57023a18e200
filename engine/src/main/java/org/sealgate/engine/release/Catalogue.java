package org.sealgate.engine.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.ObjBuilder;

/**
 * The violation codes of a policy, each with what it means and what to do, made from the METADATA of the rules.
 *
 * @param rules sorted by file and line
 */
record Catalogue(List<DenyingRule> rules) {
    Catalogue {
        rules = List.copyOf(rules);
    }

    static Catalogue of(List<RegoModule> modules, List<Problem> problems) {
        List<DenyingRule> rules = new ArrayList<>();
        modules.forEach(module -> rules.addAll(DenyingRule.of(module, problems)));
        Map<String, DenyingRule> first = new TreeMap<>();
        for (DenyingRule rule : rules) {
            DenyingRule known = first.putIfAbsent(rule.code(), rule);
            if (known != null
                    && !(known.severity().equals(rule.severity())
                            && known.reasonCode().equals(rule.reasonCode()))) {
                problems.add(new Problem(
                        ProblemCode.CODE_AMBIGUOUS,
                        rule.file(),
                        rule.line(),
                        rule.code() + " has another severity or reason in " + known.file() + ":" + known.line()));
            }
        }
        return new Catalogue(rules);
    }

    /** Every rule fires in a test and stays silent in another; a code is tested in the package of each rule that gives it. */
    void requireTests(TestRun run, List<Problem> problems) {
        for (DenyingRule rule : rules) {
            String test = "test_" + rule.code().toLowerCase(Locale.ROOT);
            if (!run.has(rule.inPackage(), test + "_fires")) {
                problems.add(new Problem(
                        ProblemCode.TEST_FIRES_MISSING,
                        rule.file(),
                        rule.line(),
                        "no test " + test + "_fires in package " + rule.inPackage()));
            }
            if (!run.has(rule.inPackage(), test + "_silent")) {
                problems.add(new Problem(
                        ProblemCode.TEST_SILENT_MISSING,
                        rule.file(),
                        rule.line(),
                        "no test " + test + "_silent in package " + rule.inPackage()));
            }
            if (rule.addsToDeny() && !run.covers(rule.file(), rule.line())) {
                problems.add(new Problem(
                        ProblemCode.RULE_NEVER_FIRES,
                        rule.file(),
                        rule.line(),
                        "no test makes this rule give " + rule.code()));
            }
        }
    }

    /**
     * {@code catalogue.json}: by code the texts of its first rule, and those of each rule under {@code rules}, for one code may be given
     * by several rules that say where to look.
     */
    byte[] toBytes() {
        Map<String, List<DenyingRule>> byCode = new TreeMap<>();
        rules.forEach(rule ->
                byCode.computeIfAbsent(rule.code(), code -> new ArrayList<>()).add(rule));
        ObjBuilder codes = Json.object();
        byCode.forEach((code, list) -> codes.put(code, entry(list)));
        return CanonicalJson.rfc8785(Json.object()
                .put("catalogueVersion", "1")
                .put("codes", codes.build())
                .build());
    }

    private static Json entry(List<DenyingRule> list) {
        DenyingRule first = list.getFirst();
        return Json.object()
                .put("title", first.title())
                .put("description", first.description())
                .put("remediation", first.remediation())
                .put("reasonCode", first.reasonCode())
                .put("severity", first.severity())
                .put("rules", Json.array(list.stream().map(DenyingRule::toJson).toList()))
                .build();
    }
}
