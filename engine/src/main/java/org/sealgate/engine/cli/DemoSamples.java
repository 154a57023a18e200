package org.sealgate.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.llmoutput.LlmOutputTable;
import org.sealgate.engine.llmoutput.RunSnapshot;

/** The demo's own proposals: some that may pass, and one for each common reason to be refused. */
final class DemoSamples {
    /** Their roles are what the grants know; {@code guest} has none. */
    static final List<String> CALLERS = List.of("publisher", "narrow", "former", "guest");

    private static final List<String> PROMPTS = List.of("prompts/triage.md");
    private static final List<String> INPUTS = List.of("data/claims.csv");

    private final LlmOutputTable table;
    private final String policyHash;
    private final Instant now;

    DemoSamples(LlmOutputTable table, String policyHash, Instant now) {
        this.table = table;
        this.policyHash = policyHash;
        this.now = now;
    }

    /** The files that the drafts name, by path. */
    static Map<String, Bytes> files() {
        Map<String, Bytes> files = new LinkedHashMap<>();
        for (String path :
                List.of("data/claims.csv", "prompts/triage.md", "governance/sealing.md", "schemas/outputs.json")) {
            files.put(path, resource("/demo/files/" + path));
        }
        return files;
    }

    static Bytes resource(String name) {
        try (InputStream in = DemoSamples.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("built without " + name);
            }
            return Bytes.copyOf(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<DemoCase> cases() {
        List<DemoCase> cases = new ArrayList<>();
        snapshots(cases);
        sealedRuns(cases);
        refusedRuns(cases);
        return List.copyOf(cases);
    }

    private void snapshots(List<DemoCase> cases) {
        Bytes first = exported("RUN-101", now);
        cases.add(snapshot("RUN-101", first, "allow", ""));
        cases.add(snapshot("RUN-102", exported("RUN-102", now), "allow", ""));
        cases.add(
                snapshot("RUN-103 with little confidence", exported("RUN-103", now), "allow", "INSUFFICIENT_EVIDENCE"));
        cases.add(snapshot("RUN-104 with an e-mail address", exported("RUN-104", now), "deny", "PRIVACY_EMAIL"));
        cases.add(snapshot("RUN-105 edited after export", edited("RUN-105"), "deny", "SELF_HASH_MISMATCH"));
        cases.add(snapshot(
                "RUN-106 exported two days ago",
                exported("RUN-106", now.minus(Duration.ofDays(2))),
                "deny",
                "EXPORT_STALE"));
        cases.add(snapshot("RUN-101 once more", exported("RUN-101", now.minusSeconds(1)), "error", "RUN_EXISTS"));
        Json.Obj more = read(first).with("remark", Json.of("not in the schema"));
        cases.add(snapshot("RUN-101 with a member too many", bytes(more), "error", "MALFORMED"));
    }

    private void sealedRuns(List<DemoCase> cases) {
        cases.add(sealed("RUN-201", "publisher", draft("RUN-201", "DEC-101"), "allow", ""));
        Json.Obj narrow = draft("RUN-202", "DEC-001")
                .with("scope_bound", scopeBound("DEC-001", List.of(), List.of(), List.of("data-a")));
        cases.add(sealed("RUN-202 within a narrow grant", "narrow", narrow, "allow", ""));
    }

    private void refusedRuns(List<DemoCase> cases) {
        cases.add(sealed(
                "RUN-203 wider than its grant", "narrow", draft("RUN-203", "DEC-001"), "deny", "SCOPE_VIOLATION"));
        cases.add(sealed(
                "RUN-204 by a former publisher", "former", draft("RUN-204", "DEC-101"), "deny", "POLICY_EXPIRED"));
        cases.add(sealed("RUN-205 by a guest", "guest", draft("RUN-205", "DEC-101"), "deny", "NO_AUTHORITY"));
        Json.Obj claiming = draft("RUN-206", "DEC-101")
                .with(
                        "gate_outcomes",
                        Json.array(List.of(Json.object()
                                .put("gate", "inputs_hashed")
                                .put("result", "pass")
                                .build())));
        cases.add(sealed("RUN-206 bringing its own gate outcomes", "publisher", claiming, "deny", "AUTHORITY_CLAIMED"));
        Json.Obj absent = draft("RUN-207", "DEC-101")
                .with("prompts", Json.array(List.of(file("prompts/lost.md", Digest.sha256("lost".getBytes(UTF_8))))));
        cases.add(sealed("RUN-207 naming a file nobody put", "publisher", absent, "deny", "MISSING_PROVENANCE"));
        Json.Obj oldPolicy = draft("RUN-208", "DEC-101").with("policy_hash", Json.of("sha256:" + "0".repeat(64)));
        cases.add(sealed("RUN-208 under another policy", "publisher", oldPolicy, "deny", "POLICY_HASH_MISMATCH"));
    }

    private Bytes exported(String runId, Instant when) {
        return RunSnapshot.of(table.row(runId), when).document();
    }

    private Bytes edited(String runId) {
        Json.Obj snapshot = read(exported(runId, now));
        return bytes(snapshot.with("kpis", snapshot.object("kpis").with("summary_confidence_pct", Json.of(99))));
    }

    private Json.Obj draft(String runId, String decision) {
        Map<String, Bytes> files = files();
        return Json.object()
                .put("schema_version", "1.0")
                .put("policy_hash", policyHash)
                .put("run_id", runId)
                .put("decision_state", decisionState(decision))
                .put(
                        "inputs_snapshot",
                        Json.object().put("files", named(files, INPUTS)).build())
                .put("outputs", outputs())
                .put("artifacts_emitted", Json.array(List.of()))
                .put("replay_instructions", replay())
                .put("prompts", named(files, PROMPTS))
                .put("policies", Json.array(List.of(policy(files))))
                .put("schemas", named(files, List.of("schemas/outputs.json")))
                .put("scope_bound", scopeBound(decision, List.of("CLM-003"), PROMPTS, List.of("data-a")))
                .build();
    }

    private static Json.Obj decisionState(String decision) {
        return Json.object()
                .put("decision_id", decision)
                .put("title", "Migrate in two steps")
                .put("status", "Proposed")
                .put("confidence_pct", 78)
                .put("priority_score", 12)
                .build();
    }

    private static Json.Obj outputs() {
        return Json.object()
                .put("top_risks", Json.strings(List.of("Budget reversal")))
                .put("top_actions", Json.strings(List.of("Validate vendor sign-on")))
                .put("suggested_updates", Json.strings(List.of("Update CLM-003 confidence")))
                .build();
    }

    private static Json.Obj replay() {
        return Json.object()
                .put("method", "offline replay")
                .put("command", "sealgate-verify run.evidence.zip --trust-root trust-root.json")
                .put("required_files", Json.strings(INPUTS))
                .build();
    }

    private static Json.Obj scopeBound(
            String decision, List<String> claims, List<String> prompts, List<String> datasets) {
        return Json.object()
                .put("decisions", Json.strings(List.of(decision)))
                .put("claims", Json.strings(claims))
                .put("patches", Json.strings(List.of()))
                .put("prompts", Json.strings(prompts))
                .put("datasets", Json.strings(datasets))
                .build();
    }

    private static Json.Obj policy(Map<String, Bytes> files) {
        Bytes content = java.util.Objects.requireNonNull(files.get("governance/sealing.md"));
        return file("governance/sealing.md", content.sha256()).with("version", Json.of("1.0.0"));
    }

    private static Json.Arr named(Map<String, Bytes> files, List<String> paths) {
        List<Json> rows = new ArrayList<>();
        for (String path : paths) {
            rows.add(
                    file(path, java.util.Objects.requireNonNull(files.get(path)).sha256()));
        }
        return Json.array(rows);
    }

    private static Json.Obj file(String path, Digest digest) {
        return Json.object().put("path", path).put("sha256", digest.text()).build();
    }

    private static DemoCase snapshot(String name, Bytes proposal, String outcome, String code) {
        return new DemoCase(
                name,
                "publisher",
                Kind.LLM_RUN_SNAPSHOT,
                proposal,
                "DEC-101",
                Optional.of(new DemoCase.Expected(outcome, code)));
    }

    private static DemoCase sealed(String name, String caller, Json.Obj draft, String outcome, String code) {
        String scope = draft.object("decision_state").text("decision_id");
        return new DemoCase(
                name, caller, Kind.SEALED_RUN, bytes(draft), scope, Optional.of(new DemoCase.Expected(outcome, code)));
    }

    private static Json.Obj read(Bytes document) {
        return JsonReader.readObject(document.toArray());
    }

    private static Bytes bytes(Json.Obj document) {
        return Bytes.copyOf(CanonicalJson.rfc8785(document));
    }
}
