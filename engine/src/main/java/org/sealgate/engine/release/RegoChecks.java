package org.sealgate.engine.release;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;

/** What opa itself says of the Rego: does it compile with the built-ins that are allowed, and is it formatted? */
final class RegoChecks {
    private static final Pattern UNDEFINED = Pattern.compile("undefined function ([a-z0-9_.]+)");

    private final OpaTool opa;
    private final Path folder;
    private final PolicySources sources;

    RegoChecks(OpaTool opa, Path folder, PolicySources sources) {
        this.opa = opa;
        this.folder = folder;
        this.sources = sources;
    }

    /** {@code opa check --strict} with the capabilities of the policy. */
    List<Problem> check(Capabilities capabilities) throws OpaTool.OpaFailedException {
        List<String> arguments =
                new ArrayList<>(List.of("check", "--strict", "--format", "json", "--max-errors", "100"));
        arguments.addAll(List.of("--capabilities", PolicySources.CAPABILITIES));
        arguments.addAll(sources.rego());
        OpaTool.Run run = opa.run(folder, arguments);
        if (run.status() == 0) {
            return List.of();
        }
        byte[] report = run.output().length == 0 ? run.errors() : run.output();
        try {
            List<Problem> problems = new ArrayList<>();
            for (Json.Obj error : JsonReader.readObject(report).objects("errors")) {
                problems.add(problem(error, capabilities));
            }
            return problems;
        } catch (JsonException e) {
            return List.of(Problem.in("", ProblemCode.CHECK, new String(report, StandardCharsets.UTF_8).strip()));
        }
    }

    private static Problem problem(Json.Obj error, Capabilities capabilities) {
        String message = error.text("message");
        String file = "";
        int line = 0;
        if (error.get("location") instanceof Json.Obj location) {
            file = location.text("file");
            line = (int) location.integer("row");
        }
        Matcher undefined = UNDEFINED.matcher(message);
        if (undefined.find() && capabilities.known().contains(undefined.group(1))) {
            String name = undefined.group(1);
            return new Problem(
                    ProblemCode.BUILTIN_FORBIDDEN,
                    file,
                    line,
                    name + " is not among the built-ins of " + PolicySources.CAPABILITIES);
        }
        return new Problem(ProblemCode.CHECK, file, line, message);
    }

    /** {@code opa fmt}, with the first line that it would change. */
    List<Problem> format() throws OpaTool.OpaFailedException {
        List<Problem> problems = new ArrayList<>();
        // one by one, for opa stops at the first that does not parse, which opa check reports
        for (String file : sources.rego()) {
            OpaTool.Run formatted = opa.run(folder, List.of("fmt", file));
            if (formatted.status() == 0 && !formatted.outputText().equals(sources.text(file))) {
                int line = firstDifference(sources.text(file), formatted.outputText());
                problems.add(new Problem(ProblemCode.FORMAT, file, line, "not formatted; run opa fmt --write " + file));
            }
        }
        return problems;
    }

    private static int firstDifference(String is, String shouldBe) {
        List<String> left = is.lines().toList();
        List<String> right = shouldBe.lines().toList();
        int line = 0;
        while (line < left.size() && line < right.size() && left.get(line).equals(right.get(line))) {
            line++;
        }
        return line + 1;
    }
}
