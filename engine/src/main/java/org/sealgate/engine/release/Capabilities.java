package org.sealgate.engine.release;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;

/**
 * The built-ins that policies may use, held against those that the pinned opa has.
 *
 * @param known every built-in of the pinned opa
 */
record Capabilities(Set<String> known) {
    static Capabilities of(OpaTool opa, Path folder, PolicySources sources, List<Problem> problems)
            throws OpaTool.OpaFailedException {
        OpaTool.Run run = opa.run(folder, List.of("capabilities", "--current"));
        if (run.status() != 0) {
            throw new OpaTool.OpaFailedException("opa capabilities: " + run.errorText());
        }
        Set<String> known = new HashSet<>();
        Set<String> nondeterministic = new HashSet<>();
        for (Json.Obj builtin : JsonReader.readObject(run.output()).objects("builtins")) {
            known.add(builtin.text("name"));
            if (builtin.has("nondeterministic") && builtin.bool("nondeterministic")) {
                nondeterministic.add(builtin.text("name"));
            }
        }
        Bytes own = sources.file(PolicySources.CAPABILITIES);
        if (own != null) {
            judge(own, known, nondeterministic, problems);
        }
        return new Capabilities(Set.copyOf(known));
    }

    private static void judge(Bytes own, Set<String> known, Set<String> nondeterministic, List<Problem> problems) {
        try {
            Json.Obj capabilities = JsonReader.readObject(own.toArray());
            for (Json.Obj builtin : capabilities.objects("builtins")) {
                String name = builtin.text("name");
                if (nondeterministic.contains(name)) {
                    problems.add(problem(
                            ProblemCode.CAPABILITY_NONDETERMINISTIC,
                            name + " does not answer alike each time; leave it out"));
                } else if (!known.contains(name)) {
                    problems.add(problem(
                            ProblemCode.CAPABILITY_UNKNOWN,
                            "opa " + OpaTool.PINNED_VERSION + " has no built-in " + name));
                }
            }
            if (capabilities.has("allow_net")
                    && !capabilities.texts("allow_net").isEmpty()) {
                problems.add(problem(
                        ProblemCode.CAPABILITY_NONDETERMINISTIC, "allow_net names hosts; policies reach no network"));
            }
        } catch (JsonException e) {
            problems.add(problem(ProblemCode.CAPABILITY_UNKNOWN, e.getMessage() + " at " + e.pointer()));
        }
    }

    private static Problem problem(ProblemCode code, String message) {
        return Problem.in(PolicySources.CAPABILITIES, code, message);
    }
}
