package org.sealgate.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DirHash1;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Kind;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.engine.decision.PinnedOpa;
import org.sealgate.engine.seal.Dsse;
import org.sealgate.engine.seal.KeyFolder;
import org.sealgate.engine.seal.Role;

/** A policy that no officer would sign off, compiled by the real OPA without the build's checks. */
final class TestPolicy {
    /** Of a release without sources. */
    static final String REVISION = DirHash1.of(new TreeMap<>());

    static final String GRANT = """
            {"id":"g","actor":null,"role":"publisher","type":"direct","source":"board",
             "effectiveAt":"2026-01-01T00:00:00.000Z","expiresAt":null,"delegatedBy":null,
             "scope":{"kinds":["llm-run-snapshot","sealed-run"],"decisions":["*"],"claims":["*"],"patches":["*"],"prompts":["*"],"datasets":["*"]}}""";
    private static final String RULES = """
            "requiredGates":["schema_version_valid"],"requiredChecks":["authority_present"],"notApplicable":[],"warnChecks":[]""";

    private TestPolicy() {}

    /** Both kinds answer with {@code result}, a Rego term. */
    static LoadedRelease answering(Path home, Path work, String result) throws Exception {
        String data = "{\"governance\":{\"policyVersion\":\"1.0.0\",\"policyHash\":\"sha256:" + "b".repeat(64)
                + "\",\"grants\":[" + GRANT + "],\"kinds\":{" + kindData("llm-run-snapshot") + ","
                + kindData("sealed-run") + "}}}";
        Files.write(
                work.resolve("data.json"), Proposals.bytes(Proposals.read(data)).toArray());
        List<String> files = new ArrayList<>(List.of("data.json"));
        List<String> entrypoints = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            String module = kind.id().replace('-', '_');
            Files.writeString(
                    work.resolve(module + ".rego"), "package sealgate." + module + "\n\ndecision := " + result + "\n");
            files.add(module + ".rego");
            entrypoints.addAll(List.of("-e", kind.entrypoint()));
        }
        Path sources = Files.createDirectory(work.resolve("bundle"));
        for (String file : files) {
            Files.copy(work.resolve(file), sources.resolve(file));
        }
        Files.writeString(
                sources.resolve(".manifest"),
                "{\"revision\":\"" + REVISION + "\",\"roots\":[\"governance\",\"sealgate\"],\"rego_version\":1}");
        opa(work, List.of("build", "-b", "bundle", "-o", "bundle.tar.gz"));
        opa(work, concat(concat(List.of("build", "-t", "wasm", "-o", "wasm.tar.gz"), entrypoints), files));
        run(work, List.of("tar", "-xzf", "wasm.tar.gz", "/policy.wasm"));
        return release(home, work);
    }

    private static LoadedRelease release(Path home, Path work) throws IOException {
        SortedMap<String, Bytes> files = new TreeMap<>();
        for (String name : List.of("bundle.tar.gz", "policy.wasm", "data.json")) {
            files.put("policy/" + name, Bytes.copyOf(Files.readAllBytes(work.resolve(name))));
        }
        Json.Obj predicate = Proposals.read("{\"version\":\"1.0.0\",\"files\":\"" + REVISION
                        + "\",\"opaVersion\":\"1.21.0\",\"instructionBudget\":50000000,\"kinds\":["
                        + "{\"kind\":\"llm-run-snapshot\",\"entrypoint\":\"sealgate/llm_run_snapshot/decision\","
                        + RULES
                        + "},{\"kind\":\"sealed-run\",\"entrypoint\":\"sealgate/sealed_run/decision\"," + RULES + "}]}")
                .with("bundle", digest(files, "bundle.tar.gz"))
                .with("wasm", digest(files, "policy.wasm"))
                .with("data", digest(files, "data.json"));
        byte[] payload = Proposals.bytes(predicate).toArray();
        files.put(
                Carried.RELEASE,
                Bytes.copyOf(Dsse.seal(DecisionStatement.PAYLOAD_TYPE, payload, new KeyFolder(home).signer(Role.POLICY))
                        .toBytes()));
        return new LoadedRelease(predicate, files, Map.of(), work.resolve("bundle.tar.gz"));
    }

    private static Json digest(SortedMap<String, Bytes> files, String name) {
        Bytes content = files.getOrDefault("policy/" + name, Proposals.text(""));
        return Json.of(Digest.sha256(content.toArray()).text());
    }

    private static String kindData(String kind) {
        return "\"" + kind + "\":{\"validityMillis\":1000,\"schemaVersion\":\"1.0\"," + RULES + "}";
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static void opa(Path work, List<String> arguments) throws Exception {
        run(work, concat(List.of(opa().toString()), arguments));
    }

    private static void run(Path work, List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(command + ": " + out);
        }
    }

    static Path opa() {
        return PinnedOpa.binary();
    }
}
