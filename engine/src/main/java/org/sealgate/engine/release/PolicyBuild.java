package org.sealgate.engine.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealgate.bundle.Kind;

/** From a folder of Rego, data and prose to what a release holds, or to everything that is wrong with the folder. */
public final class PolicyBuild {
    private final OpaTool opa;
    private final Path policies;

    /** @param policies the folder that officers own */
    public PolicyBuild(OpaTool opa, Path policies) {
        this.opa = opa;
        this.policies = policies;
    }

    /** Checks, tests and compiles. */
    public BuildOutcome build() throws IOException {
        List<Problem> problems = new ArrayList<>();
        PolicySources sources = PolicySources.read(policies, problems);
        Optional<DataDocument> data = DataDocument.of(sources, problems);
        Optional<PolicyArtifacts> made = Optional.empty();
        try (WorkFolder folder = WorkFolder.of(sources)) {
            if (data.isPresent()) {
                folder.write(WorkFolder.DATA, data.get().toBytes());
            }
            requireVersion(folder);
            made = build(new Work(sources, data, folder.sources()), problems);
        } catch (OpaTool.OpaFailedException e) {
            problems.add(e.problem());
        }
        return problems.isEmpty() && made.isPresent()
                ? new BuildOutcome.Built(made.get())
                : new BuildOutcome.Refused(problems);
    }

    private record Work(PolicySources sources, Optional<DataDocument> data, Path folder) {}

    /** Every step that can be made is made, so that all problems come out in one go. */
    private Optional<PolicyArtifacts> build(Work work, List<Problem> problems)
            throws OpaTool.OpaFailedException, IOException {
        List<KindRules> kinds = kinds(work, problems);
        Capabilities capabilities = Capabilities.of(opa, work.folder, work.sources, problems);
        RegoChecks checks = new RegoChecks(opa, work.folder, work.sources);
        problems.addAll(checks.format());
        Catalogue catalogue = Catalogue.of(modules(work, problems), problems);
        List<Problem> refused = checks.check(capabilities);
        problems.addAll(refused);
        if (!refused.isEmpty() || work.data.isEmpty()) {
            return Optional.empty();
        }
        Optional<TestRun> tests = TestRun.of(opa, work.folder, work.sources, problems);
        tests.ifPresent(run -> catalogue.requireTests(run, problems));
        Optional<WasmBuild> wasm = WasmBuild.of(opa, work.folder, kinds, problems);
        Optional<InstructionBudget> budget = problems.isEmpty() && wasm.isPresent()
                ? InstructionBudget.of(work.data.get(), wasm.get(), problems)
                : Optional.empty();
        return tests.isPresent() && budget.isPresent()
                ? Optional.of(new ReleaseContent(work.sources, work.data.get(), kinds, catalogue)
                        .artifacts(wasm.get(), tests.get(), budget.get()))
                : Optional.empty();
    }

    private void requireVersion(WorkFolder folder) throws OpaTool.OpaFailedException {
        OpaTool.Run run = opa.run(folder.sources(), List.of("version"));
        if (!run.outputText().lines().anyMatch(("Version: " + OpaTool.PINNED_VERSION)::equals)) {
            throw new OpaTool.OpaFailedException(
                    ProblemCode.OPA_VERSION, opa.binary() + " is not opa " + OpaTool.PINNED_VERSION);
        }
    }

    private List<KindRules> kinds(Work work, List<Problem> problems) {
        List<KindRules> kinds =
                work.data.map(data -> KindRules.of(data, problems)).orElse(List.of());
        for (KindRules kind : kinds) {
            for (String needed : List.of(kind.kind() + "/" + kind.kind() + ".rego", kind.kind() + "/README.md")) {
                if (work.sources.file(needed) == null) {
                    problems.add(Problem.in(
                            needed,
                            ProblemCode.KIND_MISSING,
                            "data/ names the kind " + kind.kind() + ", which needs this file"));
                }
            }
        }
        for (Kind served : Kind.values()) {
            if (work.data.isPresent()
                    && kinds.stream().noneMatch(kind -> kind.kind().equals(served.id()))) {
                problems.add(Problem.in(
                        "data",
                        ProblemCode.KIND_MISSING,
                        "the engine serves " + served.id() + ", of which /governance/kinds says nothing usable"));
            }
        }
        return kinds;
    }

    private List<RegoModule> modules(Work work, List<Problem> problems) throws OpaTool.OpaFailedException {
        List<RegoModule> modules = new ArrayList<>();
        Map<String, Set<String>> names = new HashMap<>();
        for (String file : work.sources.policies()) {
            RegoModule.parse(opa, work.folder, file).ifPresent(modules::add);
        }
        modules.forEach(module ->
                names.computeIfAbsent(module.path(), path -> new HashSet<>()).addAll(module.ruleNames()));
        for (RegoModule module : modules) {
            new NegatedCalls(module, names.getOrDefault(module.path(), Set.of()), problems).find();
            if (!module.path().startsWith("sealgate.")) {
                problems.add(new Problem(
                        ProblemCode.PACKAGE, module.file(), 1, "package " + module.path() + " lies outside sealgate"));
            }
        }
        return modules;
    }
}
