package org.sealgate.engine.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Bytes;
import org.sealgate.policy.WasmModule;
import org.sealgate.policy.WasmRefusedException;

/**
 * The policy compiled to Wasm.
 *
 * @param builtins those that the module leaves to its host; always none, for the evidence provides none
 */
record WasmBuild(Bytes module, List<String> builtins) {
    private static final String OUTPUT = "policy.tar.gz";

    /**
     * The command, of which every word stands in the replay guide: run in {@code policy/src} of a bundle, or in {@code policies/}, it
     * makes the same module byte for byte.
     */
    static List<String> arguments(List<KindRules> kinds, String output) {
        List<String> arguments = new ArrayList<>(List.of("build", "--target", "wasm", "--output", output));
        arguments.addAll(List.of("--capabilities", PolicySources.CAPABILITIES));
        kinds.forEach(kind -> arguments.addAll(List.of("--entrypoint", kind.entrypoint())));
        for (String ignored : List.of("*_test.rego", "*.json", "*.md", "*.txt")) {
            arguments.addAll(List.of("--ignore", ignored));
        }
        arguments.add(".");
        return arguments;
    }

    static Optional<WasmBuild> of(OpaTool opa, Path folder, List<KindRules> kinds, List<Problem> problems)
            throws OpaTool.OpaFailedException, IOException {
        Path output = folder.resolveSibling(OUTPUT);
        OpaTool.Run run = opa.run(folder, arguments(kinds, output.toString()));
        if (run.status() != 0) {
            String errors = run.errorText().isEmpty() ? run.outputText().strip() : run.errorText();
            ProblemCode code = errors.contains("error: entrypoint ") ? ProblemCode.ENTRYPOINT : ProblemCode.WASM;
            problems.add(Problem.in("", code, errors));
            return Optional.empty();
        }
        Optional<byte[]> wasm = Tarball.find(Files.readAllBytes(output), "/policy.wasm");
        if (wasm.isEmpty()) {
            throw new OpaTool.OpaFailedException("opa build wrote no policy.wasm");
        }
        return inspect(wasm.get(), kinds, problems);
    }

    private static Optional<WasmBuild> inspect(byte[] wasm, List<KindRules> kinds, List<Problem> problems) {
        WasmModule module;
        try {
            module = WasmModule.inspect(wasm);
        } catch (WasmRefusedException e) {
            problems.add(Problem.in("", ProblemCode.WASM, "opa's module is refused: " + e.getMessage()));
            return Optional.empty();
        }
        for (String builtin : module.builtins()) {
            problems.add(Problem.in(
                    "",
                    ProblemCode.BUILTIN_FORBIDDEN,
                    builtin + " is missing in Wasm; leave it out of " + PolicySources.CAPABILITIES));
        }
        for (KindRules kind : kinds) {
            if (!module.entrypoints().contains(kind.entrypoint())) {
                problems.add(Problem.in("", ProblemCode.ENTRYPOINT, "the module has no " + kind.entrypoint()));
            }
        }
        return Optional.of(new WasmBuild(Bytes.copyOf(wasm), List.copyOf(module.builtins())));
    }
}
