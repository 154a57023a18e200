package org.sealgate.facts;

import java.util.Arrays;
import java.util.Set;

/**
 * The member names of the proposal schemas and of what clients like to claim. Only these are written into a pointer; whatever else
 * a document uses as a name is foreign text. Part of the sensor set: a set of another version has its own list.
 */
final class KnownNames {
    private static final Set<String> NAMES = Set.copyOf(Arrays.asList((
            // what is set apart, besides the members of an emitted document
            "gate_outcomes gates checks refusal enforcement outcome feasibility confirmations"
                    // snapshot
                    + " schema_version meta run_id session_date operator model workbook_version export_timestamp"
                    + " top_risks top_actions system_observations suggested_updates kpis summary_confidence_pct"
                    + " next_review_date hash"
                    // sealed run
                    + " policy_hash decision_state decision_id title status confidence_pct priority_score"
                    + " inputs_snapshot files path sha256 outputs artifacts_emitted replay_instructions method command"
                    + " required_files prompts policies version schemas scope_bound decisions claims patches datasets"
                    + " hash_scope commit_hash scope_version inputs type parameters clock deterministic exclusions"
                    // authority envelope
                    + " authority_envelope envelope_version actor id role org_unit authority source effective_at"
                    + " expires_at policy_snapshot policy_version prompt_hashes refusal_available refusal_triggered"
                    + " refusal_reason_code checks_performed gates_checked gate result enforcement_emitted"
                    + " provenance created_at deterministic_inputs_hash")
            .split(" ")));

    private KnownNames() {}

    static boolean contains(String name) {
        return NAMES.contains(name);
    }
}
