package org.sealgate.engine.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The build refuses what officers may not release, and says where. */
class PolicyBuildTest {
    private static final List<String> FORBIDDEN = List.of(
            "time.now_ns()",
            "http.send({\"method\": \"get\", \"url\": \"https://example.org\"})",
            "rand.intn(\"x\", 10)",
            "opa.runtime()",
            "sprintf(\"%d\", [1])",
            "uuid.rfc4122(\"x\")",
            "net.lookup_ip_addr(\"example.org\")",
            "regex.match(\"a\", \"b\")",
            "json.unmarshal(\"{}\")",
            "crypto.sha256(\"x\")",
            "trace(\"x\")");

    @TempDir
    private Path temp;

    @ParameterizedTest
    @MethodSource("rows")
    void policies_withOneChange_areRefusedWithCodeAndPlace(RefusedPolicies.Row row) throws IOException {
        PolicyFolder folder = PolicyFolder.copyTo(temp.resolve("policies"));
        row.change().make(folder);

        assertRefused(row.expected(), folder.build());
    }

    static Stream<RefusedPolicies.Row> rows() {
        return Stream.of(
                        RefusedPolicies.rules(),
                        RefusedPolicies.tests(),
                        RefusedPolicies.data(),
                        RefusedPolicies.files())
                .flatMap(List::stream);
    }

    @Test
    void policies_withAFaultInEachOfManyFiles_areRefusedAtEachPlace() throws IOException {
        PolicyFolder folder = PolicyFolder.copyTo(temp.resolve("policies"));
        Set<String> expected = new TreeSet<>();
        for (RefusedPolicies.Row row : RefusedPolicies.apart()) {
            row.change().make(folder);
            expected.addAll(row.expected());
        }

        assertEquals(
                expected,
                problems(folder.build()).stream()
                        .map(PolicyBuildTest::place)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Each expected problem is there, and none of another code. */
    private static void assertRefused(List<String> expected, BuildOutcome outcome) {
        List<Problem> problems = problems(outcome);
        List<String> places = problems.stream().map(PolicyBuildTest::place).toList();
        List<String> missing = expected.stream()
                .filter(each -> !places.contains(each) && (each.contains("/") || !hasPlaceless(each, problems)))
                .toList();
        Set<String> codes = problems.stream().map(each -> each.code().name()).collect(Collectors.toSet());
        codes.removeAll(expected.stream().map(each -> each.split(" ")[0]).toList());

        assertEquals(List.of(), missing, () -> "found " + problems);
        assertEquals(Set.of(), codes, () -> "found " + problems);
    }

    /** An expectation that ends in a blank leaves the place open. */
    private static boolean hasPlaceless(String expected, List<Problem> problems) {
        return expected.endsWith(" ") && problems.stream().anyMatch(each -> (each.code() + " ").equals(expected));
    }

    private static List<Problem> problems(BuildOutcome outcome) {
        return switch (outcome) {
            case BuildOutcome.Refused refused -> refused.problems();
            case BuildOutcome.Built built ->
                throw new AssertionError("built: " + built.artifacts().tests());
        };
    }

    private static String place(Problem problem) {
        return problem.code() + " " + problem.file() + (problem.line() == 0 ? "" : ":" + problem.line());
    }

    @Test
    void builtins_thatAreNotAllowed_areNamedWithTheirLines() throws IOException {
        PolicyFolder folder = PolicyFolder.copyTo(temp.resolve("policies"));
        StringBuilder rego = new StringBuilder("package sealgate.lib.forbidden\n");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < FORBIDDEN.size(); i++) {
            String call = FORBIDDEN.get(i);
            rego.append("\nr").append(i).append(" := ").append(call).append('\n');
            expected.add("lib/forbidden.rego:" + (2 * i + 3) + ": BUILTIN_FORBIDDEN: "
                    + call.substring(0, call.indexOf('(')) + " is not among the built-ins of capabilities.json");
        }
        folder.write("lib/forbidden.rego", rego.toString());

        assertEquals(
                expected,
                problems(folder.build()).stream().map(Problem::toString).toList());
    }

    @Test
    void policies_withManyFaults_areToldAllOfThem() throws IOException {
        PolicyFolder folder = PolicyFolder.copyTo(temp.resolve("policies"));
        for (RefusedPolicies.Row row : List.of(
                RefusedPolicies.rules().getFirst(),
                RefusedPolicies.data().getFirst(),
                RefusedPolicies.files().getFirst())) {
            row.change().make(folder);
        }
        folder.write("lib/z.rego", "package elsewhere\n\nx   if   not startswith(input.kind, \"s\")\n");

        assertEquals(
                new TreeSet<>(List.of(
                        "CHECK lib/a.rego:4",
                        "DATA_DUPLICATE data/more.json",
                        "FORMAT lib/z.rego:3",
                        "NEGATED_CALL lib/z.rego:3",
                        "PACKAGE lib/z.rego:1",
                        "VERSION_MISMATCH POLICY_BASELINE.md:3")),
                problems(folder.build()).stream()
                        .map(PolicyBuildTest::place)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void budget_belowThreeTimesTheLargestInput_isRefused() throws IOException {
        PolicyFolder folder = PolicyFolder.copyTo(temp.resolve("policies"));
        Matcher largest = Pattern.compile("the largest input takes ([0-9]+) of")
                .matcher(PolicyFolder.committedArtifacts().tests());
        assertTrue(largest.find());
        long used = Long.parseLong(largest.group(1));
        folder.replace("data/thresholds.json", "300000000", String.valueOf(3 * used - 1));

        assertRefused(List.of("BUDGET data"), folder.build());

        folder.replace("data/thresholds.json", String.valueOf(3 * used - 1), String.valueOf(3 * used));
        folder.built();
    }

    @Test
    void opa_thatIsNotThePinnedOne_buildsNothing() throws IOException {
        Path other = script("#!/bin/sh\necho Version: 9.9.9\n");
        Path slow = script("#!/bin/sh\nexec sleep 60\n");
        Path absent = temp.resolve("absent");

        assertRefused(List.of("OPA_VERSION "), build(other, Duration.ofSeconds(30)));
        assertRefused(List.of("OPA_FAILED "), build(slow, Duration.ofMillis(200)));
        assertRefused(List.of("OPA_FAILED "), build(absent, Duration.ofSeconds(30)));
    }

    private static BuildOutcome build(Path binary, Duration deadline) throws IOException {
        return new PolicyBuild(new OpaTool(binary, deadline), PolicyFolder.committed()).build();
    }

    private Path script(String text) throws IOException {
        Path file = Files.createTempFile(temp, "opa", "");
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
