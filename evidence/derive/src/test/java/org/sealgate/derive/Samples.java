package org.sealgate.derive;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** One sealed run that is rightly allowed; tests change one thing each. */
final class Samples {
    static final ReleaseRules RULES = new ReleaseRules(
            "sealed-run",
            "sealgate/sealed_run/decision",
            List.of("inputs_hashed", "policy_hash_matches"),
            List.of("authority_present", "evidence_threshold_met"),
            List.of(),
            List.of("evidence_threshold_met"));

    static final String GRANT = """
            {"id":"g1","actor":null,"role":"publisher","type":"delegated","source":"board",
             "effectiveAt":"2026-01-01T00:00:00.000Z","expiresAt":"2027-01-01T00:00:00.000Z","delegatedBy":null,
             "scope":{"kinds":["sealed-run"],"decisions":["DEC-001"],"claims":["*"],"patches":["*"],"prompts":["p1"],"datasets":["*"]}}
            """;

    static final String DATA = """
            {"governance":{"policyVersion":"1.0.0","policyHash":"sha256:00","grants":[%s],
             "kinds":{"sealed-run":{"validityMillis":1000}}}}
            """.formatted(GRANT);

    static final String INPUT = """
            {"kind":"sealed-run","actor":{"id":"svc","role":"publisher","orgUnit":null},
             "request":{"scope":"DEC-001","audience":[],"purpose":null},
             "context":{"evaluatedAt":"2026-02-15T18:30:00.131Z","schemaVersion":"1.0"},
             "proposal":{"run_id":"RUN-1","decision_state":{"decision_id":"DEC-001"},
               "inputs_snapshot":{"files":[{"path":"a.csv","sha256":"sha256:aa"}]},
               "prompts":[{"path":"p.txt","sha256":"sha256:bb"}],"policies":[],"schemas":[],
               "scope_bound":{"decisions":["DEC-001"],"claims":[],"patches":[],"prompts":["p1"],"datasets":["d"]}},
             "claims":{},"facts":{"derived":{"findings":[]},"observed":{}}}
            """;

    static final String RESULT = """
            {"resultVersion":"1","outcome":"allow",
             "checks":[{"name":"authority_present","result":"pass"},{"name":"evidence_threshold_met","result":"pass"}],
             "gates":[{"name":"inputs_hashed","result":"pass"},{"name":"policy_hash_matches","result":"pass"}],
             "refusal":{"available":true,"triggered":false,"reasonCode":null},
             "authority":%s,"violations":[],"obligations":[],"label":null}
            """.formatted(GRANT);

    private Samples() {}

    static Json.Obj read(String json) {
        return JsonReader.readObject(json.getBytes(StandardCharsets.UTF_8));
    }
}
