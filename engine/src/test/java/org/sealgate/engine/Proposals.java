package org.sealgate.engine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.HashProfile;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.sealgate.facts.Actor;
import org.sealgate.facts.Request;

/** Proposals that are allowed as they stand; tests change one thing each. */
final class Proposals {
    static final Actor PUBLISHER = actor("svc-publisher", "publisher");
    static final Bytes OBJECT = text("one input\n");

    private Proposals() {}

    static Actor actor(String id, String role) {
        return new Actor(id, "service", role, List.of("publisher"), null, "token");
    }

    static Bytes text(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    static Json.Obj read(String json) {
        return JsonReader.readObject(json.getBytes(StandardCharsets.UTF_8));
    }

    static Bytes bytes(Json.Obj document) {
        return Bytes.copyOf(CanonicalJson.rfc8785(document));
    }

    /** With its self hash mended. */
    static Bytes hashed(Json.Obj snapshot) {
        Json.Obj empty = snapshot.with("hash", Json.of(""));
        return bytes(empty.with("hash", Json.of(HashProfile.RFC8785_EMPTY.text(empty))));
    }

    static Json.Obj snapshot(String runId) {
        String exported =
                Instant.now().minusSeconds(5).truncatedTo(ChronoUnit.SECONDS).toString();
        return read("""
                {"schema_version":"1.0",
                 "meta":{"run_id":"%s","session_date":"2026-02-15","operator":"J. Rivera","model":"gpt-4o",
                   "workbook_version":"v2","export_timestamp":"%s"},
                 "top_risks":["Budget reversal"],"top_actions":["Validate ERP vendor SSO"],"system_observations":[],
                 "suggested_updates":["Update CLM-003 confidence"],
                 "kpis":{"summary_confidence_pct":78,"next_review_date":"2026-02-22"},"hash":""}
                """.formatted(runId, exported));
    }

    static Json.Obj draft(String runId, String policyHash) {
        return read("""
                {"schema_version":"1.0","policy_hash":"%s","run_id":"%s",
                 "decision_state":{"decision_id":"DEC-001","title":"Keep the vendor","status":"open","confidence_pct":80,"priority_score":4},
                 "inputs_snapshot":{"files":[{"path":"data/a.csv","sha256":"%s"}]},
                 "outputs":{"top_risks":["Budget reversal"],"top_actions":["Validate"],"suggested_updates":[]},
                 "artifacts_emitted":[],
                 "replay_instructions":{"method":"script","command":"true","required_files":["data/a.csv"]},
                 "prompts":[],"policies":[],"schemas":[],
                 "scope_bound":{"decisions":["DEC-001"],"claims":[],"patches":[],"prompts":[],"datasets":["data-a"]}}
                """.formatted(policyHash, runId, OBJECT.sha256().text()));
    }

    static GateRequest request(Actor caller, Kind kind, Bytes body) {
        return new GateRequest(
                caller, kind, body, new Request("DEC-001", List.of("governance-board"), null), Optional.empty());
    }

    static GateRequest keyed(GateRequest request, String key) {
        return new GateRequest(
                request.caller(), request.kind(), request.body(), request.parameters(), Optional.of(key));
    }

    static GateRequest scoped(GateRequest request, String scope) {
        return new GateRequest(
                request.caller(),
                request.kind(),
                request.body(),
                new Request(scope, request.parameters().audience(), null),
                request.idempotencyKey());
    }

    static Digest digest(Bytes bytes) {
        return bytes.sha256();
    }
}
