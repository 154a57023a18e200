package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DirHash1;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Json;

/**
 * A policy release of the tests: a module that answers what its data says, so that every answer is one that it really gives.
 *
 * @param files as a bundle carries them, by name
 * @param predicate of the release statement
 * @param data its data
 */
record TestRelease(SortedMap<String, byte[]> files, Json.Obj predicate, Json.Obj data) {
    static final String POLICY_HASH = Digest.sha256("baseline".getBytes(UTF_8)).text();

    private static final List<String> CHECKS = List.of(
            "authority_present",
            "evidence_threshold_met",
            "policy_not_expired",
            "provenance_complete",
            "scope_bound_valid");
    private static final List<String> GATES =
            List.of("authority_envelope_complete", "refusal_checks_recorded", "schema_version_valid");
    private static final String CAPABILITIES = "{\"builtins\":[{\"name\":\"numbers.range\"}]}";

    byte[] file(String name) {
        byte[] content = files.get(name);
        if (content == null) {
            throw new IllegalArgumentException("no file " + name);
        }
        return content;
    }

    static TestRelease standard() {
        return of(UnaryOperator.identity(), UnaryOperator.identity(), TestTrust.POLICY);
    }

    /** With data and predicate edited before digests are taken and the statement is signed. */
    static TestRelease of(UnaryOperator<Json.Obj> editData, UnaryOperator<Json.Obj> editPredicate, TestKey signer) {
        return of(resource("small-policy.wasm"), editData, editPredicate, signer);
    }

    static TestRelease of(
            byte[] wasm, UnaryOperator<Json.Obj> editData, UnaryOperator<Json.Obj> editPredicate, TestKey signer) {
        Json.Obj data = editData.apply(testData());
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put("policy/policy.wasm", wasm);
        files.put("policy/data.json", CanonicalJson.rfc8785(data));
        files.put("policy/bundle.tar.gz", "for OPA".getBytes(UTF_8));
        files.put("policy/src/capabilities.json", CAPABILITIES.getBytes(UTF_8));
        files.put("policy/src/test-policy.rego", resource("test-policy.rego"));
        Json.Obj predicate = editPredicate.apply(predicate(files));
        files.put("policy/release.dsse.json", sign(predicate, signer));
        return new TestRelease(files, predicate, data);
    }

    static byte[] sign(Json.Obj predicate, TestKey signer) {
        byte[] payload = CanonicalJson.rfc8785(statement(predicate));
        String type = "application/vnd.in-toto+json";
        return new DsseEnvelope(type, Bytes.copyOf(payload), List.of(signer.sign(DsseEnvelope.pae(type, payload))))
                .toBytes();
    }

    private static Json.Obj statement(Json.Obj predicate) {
        List<Json> subjects = new ArrayList<>();
        for (String[] each : new String[][] {
            {"bundle.tar.gz", "bundle"}, {"policy.wasm", "wasm"}, {"data.json", "data"},
        }) {
            String hex = predicate.text(each[1]).substring("sha256:".length());
            subjects.add(Json.object()
                    .put("name", each[0])
                    .put("digest", Json.object().put("sha256", hex).build())
                    .build());
        }
        return Json.object()
                .put("_type", "https://in-toto.io/Statement/v1")
                .put("subject", Json.array(subjects))
                .put("predicateType", "https://sealgate.org/policy-release/v1")
                .put("predicate", predicate)
                .build();
    }

    private static Json.Obj predicate(SortedMap<String, byte[]> files) {
        return Json.object()
                .put("version", "1.0.0")
                .put(
                        "window",
                        Json.object()
                                .put("notBefore", "2026-01-01T00:00:00.000Z")
                                .put("notAfter", "2027-01-01T00:00:00.000Z")
                                .build())
                .put("policyHash", POLICY_HASH)
                .put("files", DirHash1.of(sources(files)))
                .put("bundle", digest(files, "policy/bundle.tar.gz"))
                .put("wasm", digest(files, "policy/policy.wasm"))
                .put("data", digest(files, "policy/data.json"))
                .put("capabilities", digest(files, "policy/src/capabilities.json"))
                .put("opaVersion", "1.21.0")
                .put("instructionBudget", 20_000_000)
                .put(
                        "kinds",
                        Json.array(List.of(
                                kind("llm-run-snapshot", "llm_run_snapshot"), kind("sealed-run", "sealed_run"))))
                .put("builtins", Json.array(List.of()))
                .put(
                        "tests",
                        Json.object()
                                .put("count", 1)
                                .put("failed", 0)
                                .put("coveragePercent", "100")
                                .build())
                .put("approvals", Json.array(List.of()))
                .build();
    }

    /** The policy's sources among a bundle's files, by their names below their folder. */
    static SortedMap<String, Digest> sources(SortedMap<String, byte[]> files) {
        SortedMap<String, Digest> sources = new TreeMap<>();
        files.tailMap("policy/src/").forEach((name, bytes) -> {
            if (name.startsWith("policy/src/")) {
                sources.put(name.substring("policy/src/".length()), Digest.sha256(bytes));
            }
        });
        return sources;
    }

    private static String digest(SortedMap<String, byte[]> files, String name) {
        byte[] content = files.get(name);
        return Digest.sha256(content == null ? new byte[0] : content).text();
    }

    private static Json.Obj kind(String kind, String rule) {
        return Json.object()
                .put("kind", kind)
                .put("entrypoint", "sealgate/" + rule + "/decision")
                .put("requiredGates", Json.strings(GATES))
                .put("requiredChecks", Json.strings(CHECKS))
                .put("notApplicable", Json.array(List.of()))
                .put("warnChecks", Json.strings(List.of("evidence_threshold_met")))
                .build();
    }

    private static Json.Obj testData() {
        var allow = Json.object();
        var deny = Json.object();
        var kinds = Json.object();
        for (String kind : List.of("llm-run-snapshot", "sealed-run")) {
            allow.put(kind, allow());
            deny.put(kind, deny());
            kinds.put(
                    kind,
                    Json.object()
                            .put("schemaVersion", "1.0")
                            .put("validityMillis", 7_776_000_000L)
                            .build());
        }
        return Json.object()
                .put(
                        "governance",
                        Json.object()
                                .put("policyVersion", "1.0.0")
                                .put("policyHash", POLICY_HASH)
                                .put("kinds", kinds.build())
                                .put("grants", Json.array(List.of(grant())))
                                .build())
                .put(
                        "test",
                        Json.object()
                                .put("allow", allow.build())
                                .put("deny", deny.build())
                                .build())
                .build();
    }

    static Json.Obj grant() {
        var scope = Json.object().put("kinds", Json.strings(List.of("llm-run-snapshot", "sealed-run")));
        for (String list : List.of("decisions", "claims", "patches", "prompts", "datasets")) {
            scope.put(list, Json.strings(List.of("*")));
        }
        return Json.object()
                .put("id", "grant-publisher")
                .put("actor", Json.NULL)
                .put("role", "publisher")
                .put("type", "delegated")
                .put("source", "governance-board")
                .put("effectiveAt", "2026-01-01T00:00:00.000Z")
                .put("expiresAt", Json.NULL)
                .put("delegatedBy", Json.NULL)
                .put("scope", scope.build())
                .build();
    }

    static Json.Obj allow() {
        return result("allow", "pass", Json.array(List.of()), Json.NULL);
    }

    private static Json.Obj deny() {
        Json.Obj violation = Json.object()
                .put("code", "SCOPE_VIOLATION")
                .put("pointer", "/scope_bound/datasets")
                .put("severity", "block")
                .build();
        return result("deny", "fail", Json.array(List.of(violation)), Json.of("SCOPE_VIOLATION"));
    }

    private static Json.Obj result(String outcome, String last, Json.Arr violations, Json reason) {
        List<Json> checks = new ArrayList<>();
        for (String name : CHECKS) {
            checks.add(row(name, name.equals("scope_bound_valid") ? last : "pass"));
        }
        return Json.object()
                .put("resultVersion", "1")
                .put("outcome", outcome)
                .put("checks", Json.array(checks))
                .put(
                        "gates",
                        Json.array(GATES.stream().map(name -> row(name, "pass")).toList()))
                .put(
                        "refusal",
                        Json.object()
                                .put("available", true)
                                .put("triggered", outcome.equals("deny"))
                                .put("reasonCode", reason)
                                .build())
                .put("authority", grant())
                .put("violations", violations)
                .put("obligations", Json.array(List.of()))
                .put("label", "internal")
                .build();
    }

    static Json.Obj row(String name, String result) {
        return Json.object().put("name", name).put("result", result).build();
    }

    /** The small module, which names this built-in as one that it leaves to its host, and calls it. */
    static byte[] calling(String builtin) {
        byte[] wasm = resource("small-policy.wasm");
        String slot = "{}" + " ".repeat(38);
        String names = String.format(java.util.Locale.ROOT, "%-40s", "{\"" + builtin + "\":0}");
        return new String(wasm, ISO_8859_1).replace(slot, names).getBytes(ISO_8859_1);
    }

    static byte[] resource(String name) {
        try (InputStream in = TestRelease.class.getResourceAsStream("/policy/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no test resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
