package org.sealgate.engine.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Kind;
import org.sealgate.policy.CompiledPolicy;
import org.sealgate.policy.PolicyAnswer;
import org.sealgate.policy.PolicyLimits;

/** An officer adds a rule as the README of sealed runs tells, and touches nothing else. */
class OfficersRuleTest {
    private static final String CODE = "DECISION_DRAFT";

    @TempDir
    private Path temp;

    @Test
    void rule_addedByAnOfficer_changesTheDecision() throws IOException {
        PolicyArtifacts before = PolicyFolder.committedArtifacts();
        PolicyFolder folder = PolicyFolder.copyTo(temp.resolve("policies"));
        List<String> readme = PolicyFolder.ruleOfReadme();
        folder.write("sealed-run/no-drafts.rego", readme.getFirst());
        folder.write("sealed-run/no-drafts_test.rego", readme.getLast());

        PolicyArtifacts after = folder.built();

        assertEquals("allow", decide(before, "draft").text("outcome"));
        assertEquals("allow", decide(after, "open").text("outcome"));
        Json.Obj refused = decide(after, "draft");
        assertEquals("deny", refused.text("outcome"));
        assertEquals("UNSAFE_ACTION", refused.object("refusal").text("reasonCode"));
        assertEquals(
                List.of(Json.object()
                        .put("code", CODE)
                        .put("pointer", "/decision_state/status")
                        .put("severity", "block")
                        .build()),
                refused.objects("violations"));
        assertFalse(codes(before).has(CODE));
        assertEquals("Decision is a draft", codes(after).object(CODE).text("title"));
        assertEquals(
                "Settle the decision first, then propose the run again.",
                codes(after).object(CODE).text("remediation"));
        assertEquals(before.facts().text("policyHash"), after.facts().text("policyHash"));
        assertNotEquals(before.facts().text("files"), after.facts().text("files"));
        assertNotEquals(before.facts().text("wasm"), after.facts().text("wasm"));
    }

    private static Json.Obj codes(PolicyArtifacts artifacts) {
        return JsonReader.readObject(bytes(artifacts, "catalogue.json")).object("codes");
    }

    private static Json.Obj decide(PolicyArtifacts artifacts, String status) {
        PolicyLimits limits = new PolicyLimits(
                artifacts.facts().integer("instructionBudget"), PolicyLimits.MEMORY_BYTES, Duration.ofSeconds(30));
        CompiledPolicy policy =
                CompiledPolicy.compile(bytes(artifacts, "policy.wasm"), bytes(artifacts, "data.json"), limits);
        return switch (policy.evaluate(Kind.SEALED_RUN.entrypoint(), input(artifacts, status))) {
            case PolicyAnswer.Result result ->
                JsonReader.readObject(result.canonical().toArray());
            case PolicyAnswer.Failed failed -> throw new AssertionError(failed.toString());
        };
    }

    private static byte[] bytes(PolicyArtifacts artifacts, String name) {
        return artifacts.files().getOrDefault(name, Bytes.copyOf(new byte[0])).toArray();
    }

    /** A run that the committed policies allow. */
    private static byte[] input(PolicyArtifacts artifacts, String status) {
        String digest = "sha256:" + "1".repeat(64);
        String text = """
                {"inputVersion":"1","kind":"sealed-run","phase":"publish",
                 "actor":{"id":"svc-publisher","kind":"service","role":"publisher","apiRoles":["publisher"],"orgUnit":null,"method":"token"},
                 "request":{"scope":"DEC-001","audience":["governance-board"],"purpose":null},
                 "context":{"evaluatedAt":"2026-02-15T18:30:00.131Z","policyVersion":"1.0.0","policyHash":"HASH","schemaVersion":"1.0","engineVersion":"0.1.0"},
                 "document":{"digest":"DIGEST","mediaType":"application/json","bytes":912},
                 "proposal":{"schema_version":"1.0","policy_hash":"HASH","run_id":"RUN-001",
                  "decision_state":{"decision_id":"DEC-001","title":"Migrate the ERP","status":"STATUS","confidence_pct":78},
                  "inputs_snapshot":{"files":[{"path":"a.csv","sha256":"DIGEST"}]},
                  "prompts":[],"policies":[],"schemas":[],
                  "scope_bound":{"decisions":["DEC-001"],"claims":[],"patches":[],"prompts":[],"datasets":[]}},
                 "claims":{},
                 "facts":{"derived":{"findings":[],"objects":[{"role":"input","pointer":"/inputs_snapshot/files/0","path":"a.csv","digest":"DIGEST","rehashed":"DIGEST","bytes":12}]},
                  "observed":{"objects":[{"digest":"DIGEST","present":true}],"actor":{"id":"svc-publisher","method":"token"},"clock":"2026-02-15T18:30:00.131Z"}}}""";
        String filled = text.replace("HASH", artifacts.facts().text("policyHash"))
                .replace("DIGEST", digest)
                .replace("STATUS", status);
        return CanonicalJson.rfc8785(JsonReader.readObject(filled.getBytes(StandardCharsets.UTF_8)));
    }
}
