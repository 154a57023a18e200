package org.sealgate.engine.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One change each that the build refuses, with what it must say: code, file, line. */
final class RefusedPolicies {
    private static final String MORE = "data/more.json";
    private static final String RULE = "sealed-run/no-drafts.rego";
    private static final String TEST = "sealed-run/no-drafts_test.rego";
    private static final int MANY = 200;

    private RefusedPolicies() {}

    interface Change {
        void make(PolicyFolder folder) throws IOException;
    }

    /** @param expected {@code CODE file:line}; every problem found has one of these codes */
    record Row(String name, Change change, List<String> expected) {
        static Row of(String name, Change change, String... expected) {
            return new Row(name, change, List.of(expected));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Each has a file of its own, so that all of them can be refused at once. */
    static List<Row> apart() {
        List<Row> rows = new ArrayList<>(notations());
        rows.addAll(List.of(
                described("a", "(?m)^#.*\n", "", 5),
                described("b", "# title.*\n", "", 11),
                described("c", "# description.*\n", "", 11),
                described("d", "#   code.*\n", "", 11),
                described("e", "#   remediation.*\n", "", 11),
                described("f", "remediation: .*\n", "remediation: \"\"\n", 12),
                described("g", "DECISION_DRAFT", "decision_draft", 12),
                described("h", "UNSAFE_ACTION", "WEATHER", 12)));
        rows.addAll(names());
        return rows;
    }

    private static List<Row> notations() {
        return List.of(
                Row.of(
                        "not formatted",
                        write("lib/a.rego", "package sealgate.lib.a\n\nx   :=   1\n"),
                        "FORMAT lib/a.rego:3"),
                Row.of(
                        "package outside sealgate",
                        write("lib/b.rego", "package elsewhere\n\nx := 1\n"),
                        "PACKAGE lib/b.rego:1"),
                Row.of(
                        "negated call of an input",
                        write("lib/c.rego", "package sealgate.lib.c\n\nx if not startswith(input.kind, \"s\")\n"),
                        "NEGATED_CALL lib/c.rego:3"),
                Row.of(
                        "negated call of another file's rule",
                        write(
                                "sealed-run/z.rego",
                                "package sealgate.sealed_run\n\nx if not startswith(policy_hash_matches, \"s\")\n"),
                        "NEGATED_CALL sealed-run/z.rego:3"),
                Row.of(
                        "negated call of an import",
                        write(
                                "lib/d.rego",
                                "package sealgate.lib.d\n\nimport input.kind\n\nx if not startswith(kind, \"s\")\n"),
                        "NEGATED_CALL lib/d.rego:5"),
                Row.of(
                        "deny of another package",
                        write(
                                "lib/e.rego",
                                "package sealgate.lib\n\nprivacy.deny contains \"x\" if input.kind == \"x\"\n"),
                        "METADATA lib/e.rego:3"));
    }

    /** The README's rule without something, or with it misspelt. */
    private static Row described(String name, String is, String shouldBe, int line) {
        String file = "sealed-run/" + name + ".rego";
        return Row.of(
                is,
                folder -> folder.write(
                        file, PolicyFolder.ruleOfReadme().getFirst().replaceAll(is, shouldBe)),
                "METADATA " + file + ":" + line);
    }

    private static List<Row> names() {
        String tooLong = "lib/" + "a".repeat(98) + ".md";
        return List.of(
                Row.of("name with a space", write("lib/a b.md", "x\n"), "FILE_NAME lib/a b.md"),
                Row.of("manifest of the officer's own", write(".manifest", "{}"), "FILE_NAME .manifest"),
                Row.of("name of the build's data", write("data.json", "{}"), "FILE_NAME data.json"),
                Row.of("name longer than a tar holds", write(tooLong, "x\n"), "FILE_NAME " + tooLong),
                Row.of(
                        "link",
                        folder -> Files.createSymbolicLink(folder.root().resolve("lib/a.md"), Path.of("b.md")),
                        "FILE_NAME lib/a.md"),
                Row.of("carriage return", write("lib/b.md", "x\ny\r\n"), "FILE_CONTENT lib/b.md:2"),
                Row.of(
                        "bytes that are not UTF-8",
                        folder -> folder.write("lib/c.md", "ä".getBytes(StandardCharsets.ISO_8859_1)),
                        "FILE_CONTENT lib/c.md"));
    }

    static List<Row> rules() {
        return List.of(
                Row.of(
                        "file that does not parse",
                        write("lib/a.rego", "package sealgate.lib.a\n\nx := {\n"),
                        "CHECK lib/a.rego:4"),
                Row.of(
                        "import that is not used",
                        write("lib/a.rego", "package sealgate.lib.a\n\nimport data.sealgate.lib.claims\n\nx := 1\n"),
                        "CHECK lib/a.rego:3"),
                Row.of(
                        "package with the name of the data",
                        write("lib/a.rego", "package governance\n\nlabel := 1\n"),
                        "PACKAGE lib/a.rego:1",
                        "OPA_FAILED "),
                Row.of("severity that there is not", rule("\"block\"", "\"mild\""), "RULE_HEAD " + RULE + ":12"),
                Row.of(
                        "head with another code",
                        rule("\"DECISION_DRAFT\"", "\"DRAFT\""),
                        "RULE_HEAD " + RULE + ":12",
                        "TEST_FAILED " + TEST + ":3"),
                Row.of(
                        "code of another reason",
                        rule("DECISION_DRAFT", "POLICY_HASH_MISMATCH"),
                        "CODE_AMBIGUOUS ",
                        "TEST_FAILED " + TEST + ":3"));
    }

    static List<Row> tests() {
        String fires = "test_decision_draft_fires.*\n\n";
        String silent = "\ntest_decision_draft_silent.*\n";
        return List.of(
                Row.of(
                        "rule without any test",
                        folder -> folder.write(RULE, PolicyFolder.ruleOfReadme().getFirst()),
                        "TEST_FIRES_MISSING " + RULE + ":12",
                        "TEST_SILENT_MISSING " + RULE + ":12"),
                Row.of("rule without a firing test", tested(fires), "TEST_FIRES_MISSING " + RULE + ":12"),
                Row.of(
                        "rule that its test does not ask",
                        folder -> {
                            rule("not settled", "input.never == \"x\"").make(folder);
                            folder.write(
                                    TEST,
                                    PolicyFolder.ruleOfReadme()
                                            .getLast()
                                            .replaceAll(
                                                    "fires if .*",
                                                    "fires if settled with input as {\"proposal\": {\"decision_state\": {\"status\": \"open\"}}}"));
                        },
                        "RULE_NEVER_FIRES " + RULE + ":12"),
                Row.of("rule without a silent test", tested(silent), "TEST_SILENT_MISSING " + RULE + ":12"),
                Row.of("no test at all", folder -> folder.delete("_test.rego"), "TEST_NONE "),
                Row.of(
                        "test that fails",
                        write("lib/a_test.rego", "package sealgate.lib.a\n\ntest_a if input.nothing\n"),
                        "TEST_FAILED lib/a_test.rego:3"),
                Row.of(
                        "test that is skipped",
                        write("lib/a_test.rego", "package sealgate.lib.a\n\ntodo_test_a if input.nothing\n"),
                        "TEST_SKIPPED lib/a_test.rego:3"),
                Row.of(
                        "lines that no test runs through",
                        folder -> folder.write(
                                "lib/idle.rego", "package sealgate.lib.idle\n" + "\nx if input.idle\n".repeat(MANY)),
                        "COVERAGE ",
                        "COVERAGE lib/idle.rego:3"));
    }

    static List<Row> data() {
        return List.of(
                Row.of(
                        "value in two files",
                        write(MORE, "{\"governance\":{\"label\":\"public\"}}"),
                        "DATA_DUPLICATE " + MORE),
                Row.of(
                        "inner value in two files",
                        write(MORE, "{\"governance\":{\"thresholds\":{\"confidencePct\":1}}}"),
                        "DATA_DUPLICATE data/thresholds.json"),
                Row.of(
                        "data that are not JSON",
                        write(MORE, "{\"governance\":\n{\"x\":01}}"),
                        "DATA_SYNTAX " + MORE + ":2"),
                Row.of(
                        "member twice in one file",
                        write(MORE, "{\"governance\":{\"x\":1,\n\"x\":1}}"),
                        "DATA_SYNTAX " + MORE + ":2"),
                Row.of("root of another name", write(MORE, "{\"x\":{}}"), "DATA_ROOT " + MORE),
                Row.of(
                        "hash that the build writes",
                        write(MORE, "{\"governance\":{\"policyHash\":\"x\"}}"),
                        "DATA_RESERVED data"),
                Row.of(
                        "kind without gates",
                        write(
                                MORE,
                                "{\"governance\":{\"kinds\":{\"toolpath\":{\"schemaVersion\":\"1\",\"validityMillis\":1,\"requiredGates\":[],"
                                        + "\"requiredChecks\":[\"a\"],\"notApplicable\":[],\"warnChecks\":[]}}}}"),
                        "DATA_SHAPE data",
                        "TEST_FAILED "),
                Row.of(
                        "kind without policy",
                        write(
                                MORE,
                                "{\"governance\":{\"kinds\":{\"toolpath\":{\"schemaVersion\":\"1\",\"validityMillis\":1,\"requiredGates\":[\"a\"],"
                                        + "\"requiredChecks\":[\"a\"],\"notApplicable\":[],\"warnChecks\":[]}}}}"),
                        "KIND_MISSING toolpath/toolpath.rego",
                        "KIND_MISSING toolpath/README.md",
                        "ENTRYPOINT "),
                Row.of(
                        "kind without README",
                        folder -> folder.delete("sealed-run/README.md"),
                        "KIND_MISSING sealed-run/README.md"),
                Row.of(
                        "kind without rego",
                        folder -> {
                            folder.delete("sealed-run/sealed-run.rego");
                            folder.delete("sealed-run/sealed-run_test.rego");
                        },
                        "KIND_MISSING sealed-run/sealed-run.rego",
                        "ENTRYPOINT "),
                Row.of(
                        "kind that data leave out",
                        folder -> folder.replace("data/kinds.json", "\"sealed-run\": {", "\"other\": {"),
                        "KIND_MISSING data",
                        "KIND_MISSING other/README.md",
                        "KIND_MISSING other/other.rego",
                        "ENTRYPOINT ",
                        "TEST_FAILED "),
                Row.of(
                        "budget that is text",
                        folder -> folder.replace("data/thresholds.json", "300000000", "\"much\""),
                        "DATA_SHAPE data"),
                Row.of(
                        "budget of nothing",
                        folder -> folder.replace("data/thresholds.json", "300000000", "0"),
                        "DATA_SHAPE data"),
                Row.of(
                        "budget that the largest input exceeds",
                        folder -> folder.replace("data/thresholds.json", "300000000", "1000"),
                        "BUDGET "));
    }

    // S002-17: the version is the trimmed text of its file, and the baseline names the same
    static List<Row> files() {
        return List.of(
                Row.of(
                        "text of another version",
                        folder -> folder.write("POLICY_VERSION.txt", "1.0.1\n"),
                        "VERSION_MISMATCH POLICY_BASELINE.md:3"),
                Row.of(
                        "text without a version",
                        folder -> folder.replace("POLICY_BASELINE.md", "Version: ", "Edition: "),
                        "VERSION_MISMATCH POLICY_BASELINE.md"),
                Row.of(
                        "version of two numbers",
                        folder -> {
                            folder.write("POLICY_VERSION.txt", "1.0\n");
                            folder.replace("POLICY_BASELINE.md", "Version: 1.0.0", "Version: 1.0");
                        },
                        "VERSION_FORMAT POLICY_VERSION.txt:1"),
                Row.of(
                        "no prose",
                        folder -> folder.delete("POLICY_BASELINE.md"),
                        "FILE_MISSING POLICY_BASELINE.md",
                        "VERSION_MISMATCH POLICY_BASELINE.md"),
                Row.of(
                        "clock among the capabilities",
                        allow("time.now_ns"),
                        "CAPABILITY_NONDETERMINISTIC capabilities.json"),
                Row.of("built-in that opa does not have", allow("no.such"), "CAPABILITY_UNKNOWN capabilities.json"),
                Row.of(
                        "capabilities that are not JSON",
                        write("capabilities.json", "{"),
                        "CAPABILITY_UNKNOWN capabilities.json",
                        "CHECK "),
                Row.of(
                        "built-in that Wasm does not have",
                        folder -> {
                            allow("sprintf").make(folder);
                            folder.replace(
                                    "sealed-run/sealed-run.rego",
                                    "concat(\"\", [\"/scope_bound/\", list])",
                                    "sprintf(\"/scope_bound/%s\", [list])");
                        },
                        "BUILTIN_FORBIDDEN "));
    }

    private static Change write(String name, String text) {
        return folder -> folder.write(name, text);
    }

    /** The README's rule with its test, the rule changed. */
    private static Change rule(String is, String shouldBe) {
        return folder -> {
            List<String> readme = PolicyFolder.ruleOfReadme();
            folder.write(RULE, readme.getFirst().replaceAll(is, shouldBe));
            folder.write(TEST, readme.getLast());
        };
    }

    private static Change tested(String without) {
        return folder -> {
            List<String> readme = PolicyFolder.ruleOfReadme();
            folder.write(RULE, readme.getFirst());
            folder.write(TEST, readme.getLast().replaceAll(without, ""));
        };
    }

    private static Change allow(String builtin) {
        String decl = "{\"name\": \"" + builtin
                + "\", \"decl\": {\"args\": [{\"type\": \"string\"}, {\"dynamic\": {\"type\": \"any\"}, \"type\": \"array\"}],"
                + " \"result\": {\"type\": \"string\"}, \"type\": \"function\"}},";
        return folder -> folder.replace("capabilities.json", "\"builtins\": [", "\"builtins\": [" + decl);
    }
}
