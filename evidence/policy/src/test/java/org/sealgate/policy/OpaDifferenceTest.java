package org.sealgate.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/**
 * R11: OPA, compiled Wasm and interpreted Wasm give the same canonical bytes, and the two modes the same count. 300 inputs a
 * policy; {@code -Dsealgate.inputs=10000} for more.
 */
class OpaDifferenceTest {
    private static final int INPUTS = Integer.getInteger("sealgate.inputs", 300);
    private static final int BATCH = 500;
    /** The interpreter is a hundred times slower: every tenth input. */
    private static final int INTERPRETED = 10;

    private static final PolicyLimits LIMITS =
            new PolicyLimits(1L << 40, PolicyLimits.MEMORY_BYTES, Duration.ofSeconds(60));

    @TempDir
    Path temp;

    @Test
    void leanWasm_builtAgain_sameBytes() throws IOException {
        Path folder = temp.resolve("lean");
        write(folder.resolve("lean.rego"), Resources.bytes("lean/lean.rego"));
        byte[] built = Opa.build(folder, List.of("sealgate/lean/decision"), List.of(), List.of("lean.rego"));
        assertArrayEquals(Resources.bytes("lean/lean.wasm"), built);
    }

    @Test
    void leanPolicy_generatedInputs_noDifference() throws IOException {
        Path folder = temp.resolve("lean");
        write(folder.resolve("lean.rego"), Resources.bytes("lean/lean.rego"));
        write(folder.resolve("data.json"), Resources.bytes("lean/data.json"));
        Subject subject = new Subject(
                folder, List.of("lean.rego"), Resources.bytes("lean/lean.wasm"), Resources.bytes("lean/data.json"));
        Set<String> seen = subject.compare("sealgate/lean/decision", Resources.bytes("lean/input.json"), 1);
        assertTrue(seen.contains("allow") && seen.contains("deny"), seen.toString());
    }

    @Test
    void everyFeature_generatedInputs_noDifference() throws IOException {
        Path folder = temp.resolve("features");
        write(folder.resolve("features.rego"), Resources.bytes("features/features.rego"));
        byte[] data = "{}".getBytes(StandardCharsets.UTF_8);
        write(folder.resolve("data.json"), data);
        byte[] wasm = Opa.build(folder, List.of("sealgate/features/decision"), List.of(), List.of("features.rego"));
        String input = "{\"deep\":{\"a\":{\"b\":{\"c\":[1,2,{\"d\":null}]}},\"b\":2},\"naturals\":[0,1,2,5,12,255],"
                + "\"numbers\":[0,1,-1,2.5,1e3,7,-12.25],\"strings\":[\"\",\"a\",\"b\",\"abc\",\" é \",\"deadbeef\"],"
                + "\"values\":[null,true,1,\"a\",[2],{\"x\":1}]}";
        new Subject(folder, List.of("features.rego"), wasm, data)
                .compare("sealgate/features/decision", input.getBytes(StandardCharsets.UTF_8), 2);
    }

    /** R12: an unknown built-in. */
    @Test
    void builtinThatWasmLacks_inspectedAndReached_namedAndAborted() throws Exception {
        Path folder = temp.resolve("clock");
        String rego = "package clock\n\ndecision := {\"now\": time.now_ns(), \"id\": uuid.rfc4122(input.x)}\n";
        write(folder.resolve("clock.rego"), rego.getBytes(StandardCharsets.UTF_8));
        byte[] wasm = Opa.build(folder, List.of("clock/decision"), List.of(), List.of("clock.rego"));
        assertEquals(
                Set.of("time.now_ns", "uuid.rfc4122"), WasmModule.inspect(wasm).builtins());
        byte[] none = "{}".getBytes(StandardCharsets.UTF_8);
        for (CompiledPolicy policy :
                List.of(CompiledPolicy.compile(wasm, none, LIMITS), CompiledPolicy.interpret(wasm, none, LIMITS))) {
            PolicyAnswer answer = policy.evaluate("clock/decision", "{\"x\":\"\"}".getBytes(StandardCharsets.UTF_8));
            assertEquals(
                    new PolicyAnswer.Failed(
                            PolicyCause.WASM_ABORT, "called the built-in uuid.rfc4122, and none is provided"),
                    answer);
        }
    }

    @Test
    void thePoliciesOfThisRepository_generatedInputs_noDifference() throws IOException {
        Path policies = Roots.checkout().resolve("policies");
        List<String> rego;
        try (Stream<Path> files = Files.walk(policies)) {
            rego = files.map(file -> policies.relativize(file).toString())
                    .filter(name -> name.endsWith(".rego") && !name.endsWith("_test.rego"))
                    .sorted()
                    .toList();
        }
        List<String> kinds = List.of("llm_run_snapshot", "sealed_run");
        byte[] wasm = Opa.build(
                policies,
                kinds.stream().map(kind -> "sealgate/" + kind + "/decision").toList(),
                List.of("--capabilities", "capabilities.json"),
                rego);
        Digest baseline = Digest.sha256(Files.readAllBytes(policies.resolve("POLICY_BASELINE.md")));
        byte[] data = mergedData(policies.resolve("data"), baseline);
        Path folder = temp.resolve("policies");
        for (String file : rego) {
            write(folder.resolve(file), Files.readAllBytes(policies.resolve(file)));
        }
        write(folder.resolve("data.json"), data);
        Subject subject = new Subject(folder, rego, wasm, data);
        for (String kind : kinds) {
            String input = new String(
                            Resources.bytes("inputs/" + kind.replace('_', '-') + ".json"), StandardCharsets.UTF_8)
                    .replaceAll("(\"policy_?[hH]ash\":\")sha256:[0-9a-f]{64}", "$1" + baseline.text());
            Set<String> seen =
                    subject.compare("sealgate/" + kind + "/decision", input.getBytes(StandardCharsets.UTF_8), 3);
            assertTrue(seen.contains("allow") && seen.contains("deny"), kind + " " + seen);
        }
    }

    private static byte[] mergedData(Path folder, Digest baseline) throws IOException {
        Map<String, Json> governance = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".json")).toList()) {
                governance.putAll(JsonReader.readObject(Files.readAllBytes(file))
                        .object("governance")
                        .members());
            }
        }
        governance.put("policyVersion", Json.of("1.0.0"));
        governance.put("policyHash", Json.of(baseline.text()));
        return CanonicalJson.rfc8785(new Json.Obj(Map.of("governance", new Json.Obj(governance))));
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    /** A policy in its three forms. */
    private static final class Subject {
        private final Path folder;
        private final List<String> rego;
        private final CompiledPolicy compiled;
        private final CompiledPolicy interpreted;

        Subject(Path folder, List<String> rego, byte[] wasm, byte[] data) {
            this.folder = folder;
            this.rego = rego;
            compiled = CompiledPolicy.compile(wasm, data, LIMITS);
            interpreted = CompiledPolicy.interpret(wasm, data, LIMITS);
        }

        /** Compares and tells which outcomes there were. */
        Set<String> compare(String entrypoint, byte[] seedInput, long seed) throws IOException {
            Inputs generator = new Inputs(seed);
            Json base = JsonReader.read(seedInput);
            Set<String> seen = new HashSet<>();
            for (int from = 0; from < INPUTS; from += BATCH) {
                List<Json> inputs = new ArrayList<>();
                for (int i = from; i < Math.min(from + BATCH, INPUTS); i++) {
                    inputs.add(i == 0 ? base : generator.varied(base));
                }
                Map<Integer, Bytes> expected = opa(entrypoint, inputs);
                for (int i = 0; i < inputs.size(); i++) {
                    byte[] input = CanonicalJson.rfc8785(inputs.get(i));
                    Measured measured = compiled.evaluateMeasured(entrypoint, input);
                    assertEquals(
                            answer(expected.get(i)),
                            measured.answer(),
                            () -> new String(input, StandardCharsets.UTF_8));
                    if (i % INTERPRETED == 0) {
                        assertEquals(interpreted.evaluateMeasured(entrypoint, input), measured);
                    }
                    seen.add(outcome(measured.answer()));
                }
            }
            return seen;
        }

        private static PolicyAnswer answer(@org.jspecify.annotations.Nullable Bytes result) {
            return result == null
                    ? new PolicyAnswer.Failed(PolicyCause.WASM_UNDEFINED, "the entrypoint is undefined for this input")
                    : new PolicyAnswer.Result(result);
        }

        private static String outcome(PolicyAnswer answer) {
            if (!(answer instanceof PolicyAnswer.Result result)) {
                return "undefined";
            }
            String outcome = JsonReader.readObject(result.canonical().toArray()).has("outcome")
                    ? JsonReader.readObject(result.canonical().toArray()).text("outcome")
                    : "none";
            return outcome;
        }

        /** OPA's own evaluator over a batch in one process; what is undefined is missing. */
        private Map<Integer, Bytes> opa(String entrypoint, List<Json> inputs) throws IOException {
            Path file = folder.resolve("inputs.batch");
            Files.write(file, CanonicalJson.rfc8785(Json.array(inputs)));
            List<String> arguments =
                    new ArrayList<>(List.of("eval", "--format", "json", "--strict-builtin-errors=false"));
            arguments.addAll(List.of("-d", "data.json", "-i", file.toString()));
            rego.forEach(name -> arguments.addAll(List.of("-d", name)));
            String rule = "data." + entrypoint.replace('/', '.');
            arguments.add("[[i, r] | some i, x in input; r := " + rule + " with input as x]");
            Json.Obj output = JsonReader.readObject(Opa.run(folder, arguments));
            Json.Arr pairs = output.objects("result")
                    .getFirst()
                    .objects("expressions")
                    .getFirst()
                    .array("value");
            Map<Integer, Bytes> results = new TreeMap<>();
            for (Json pair : pairs.items()) {
                List<Json> parts = ((Json.Arr) pair).items();
                int index = Integer.parseInt(((Json.Num) parts.get(0)).lexeme());
                results.put(index, Bytes.copyOf(CanonicalJson.rfc8785(parts.get(1))));
            }
            return results;
        }
    }
}
