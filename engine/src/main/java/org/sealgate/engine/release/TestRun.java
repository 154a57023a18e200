package org.sealgate.engine.release;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;

/**
 * What the policies' own tests showed.
 *
 * @param tests names with their package, {@code sealgate.sealed_run.test_policy_hash_mismatch_fires}
 * @param covered lines of each policy file that a test ran through; the head of a rule only where the rule held
 * @param coveredLines of all policy files
 * @param lines of all policy files that can be run through
 */
record TestRun(Set<String> tests, Map<String, Set<Integer>> covered, long coveredLines, long lines) {
    private static final int LEAST_PERCENT = 95;

    TestRun {
        tests = Set.copyOf(tests);
        covered = Map.copyOf(covered);
    }

    /** Runs the tests with the data of the release, and again for the coverage, which opa gives only instead of the results. */
    static Optional<TestRun> of(OpaTool opa, Path folder, PolicySources sources, List<Problem> problems)
            throws OpaTool.OpaFailedException {
        List<String> files = new ArrayList<>(List.of("--capabilities", PolicySources.CAPABILITIES, WorkFolder.DATA));
        files.addAll(sources.rego());
        Set<String> tests = new HashSet<>();
        if (!results(run(opa, folder, List.of("test", "--format", "json"), files), tests, problems)) {
            return Optional.empty();
        }
        OpaTool.Run coverage = run(opa, folder, List.of("test", "--format", "json", "--coverage"), files);
        try {
            return Optional.of(coverage(tests, JsonReader.readObject(coverage.output()), sources, problems));
        } catch (JsonException e) {
            throw new OpaTool.OpaFailedException("opa test --coverage: " + coverage.errorText());
        }
    }

    private static OpaTool.Run run(OpaTool opa, Path folder, List<String> verb, List<String> files)
            throws OpaTool.OpaFailedException {
        List<String> arguments = new ArrayList<>(verb);
        arguments.addAll(files);
        return opa.run(folder, arguments);
    }

    private static boolean results(OpaTool.Run run, Set<String> tests, List<Problem> problems)
            throws OpaTool.OpaFailedException {
        Json report;
        try {
            report = JsonReader.read(run.output());
        } catch (JsonException e) {
            throw new OpaTool.OpaFailedException("opa test: " + run.errorText());
        }
        // without a single test opa answers [] or null and is content
        List<Json> results = report instanceof Json.Arr array ? array.items() : List.of();
        int before = problems.size();
        for (Json each : results) {
            if (each instanceof Json.Obj result) {
                judge(result, tests, problems);
            }
        }
        if (tests.isEmpty() && problems.size() == before) {
            problems.add(
                    Problem.in("", ProblemCode.TEST_NONE, "there is no test; a policy without tests is not released"));
        } else if (run.status() != 0 && problems.size() == before) {
            throw new OpaTool.OpaFailedException("opa test ended with " + run.status() + " " + run.errorText());
        }
        return problems.size() == before;
    }

    private static void judge(Json.Obj result, Set<String> tests, List<Problem> problems) {
        String name = result.text("name");
        Json.Obj location = result.object("location");
        String file = location.text("file");
        int line = (int) location.integer("row");
        if (result.has("skip")) {
            problems.add(new Problem(ProblemCode.TEST_SKIPPED, file, line, name + " is skipped"));
        } else if (result.has("fail") || result.has("error")) {
            problems.add(new Problem(ProblemCode.TEST_FAILED, file, line, name + " fails"));
        } else {
            tests.add(result.text("package").substring("data.".length()) + "." + name);
        }
    }

    private static TestRun coverage(Set<String> tests, Json.Obj report, PolicySources sources, List<Problem> problems) {
        Map<String, Set<Integer>> covered = new HashMap<>();
        long coveredLines = 0;
        long missedLines = 0;
        List<Problem> missed = new ArrayList<>();
        Json.Obj files = report.object("files");
        for (String name : sources.policies()) {
            if (files.get(name) instanceof Json.Obj file) {
                covered.put(name, rows(file, "covered"));
                coveredLines += count(file, "covered_lines");
                missedLines += count(file, "not_covered_lines");
                rows(file, "not_covered").stream()
                        .min(Integer::compare)
                        .ifPresent(line -> missed.add(
                                new Problem(ProblemCode.COVERAGE, name, line, "no test runs through this line")));
            }
        }
        long lines = coveredLines + missedLines;
        if (coveredLines * 100 < lines * LEAST_PERCENT || lines == 0) {
            problems.add(Problem.in(
                    "",
                    ProblemCode.COVERAGE,
                    percent(coveredLines, lines) + " % of the rules' lines are tested; at least " + LEAST_PERCENT
                            + " % must be"));
            problems.addAll(missed);
        }
        return new TestRun(tests, covered, coveredLines, lines);
    }

    private static long count(Json.Obj file, String name) {
        return file.has(name) ? file.integer(name) : 0;
    }

    private static Set<Integer> rows(Json.Obj file, String name) {
        Set<Integer> rows = new HashSet<>();
        if (file.has(name)) {
            for (Json.Obj range : file.objects(name)) {
                long end = range.object("end").integer("row");
                for (long row = range.object("start").integer("row"); row <= end; row++) {
                    rows.add((int) row);
                }
            }
        }
        return rows;
    }

    boolean covers(String file, int line) {
        return covered.getOrDefault(file, Set.of()).contains(line);
    }

    /** Whether a passing test of this package, or of its own test package, starts with this name. */
    boolean has(String inPackage, String start) {
        return tests.stream()
                .anyMatch(test ->
                        test.startsWith(inPackage + "." + start) || test.startsWith(inPackage + "_test." + start));
    }

    /** Rounded down to one decimal, so that only all is 100.0. */
    String coveragePercent() {
        return percent(coveredLines, lines);
    }

    private static String percent(long part, long whole) {
        long tenths = whole == 0 ? 0 : part * 1000 / whole;
        return String.format(Locale.ROOT, "%d.%d", tenths / 10, tenths % 10);
    }
}
