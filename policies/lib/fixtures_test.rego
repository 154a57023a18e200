# METADATA
# title: What the tests start from
# description: A small world of grants and thresholds, a run and a snapshot that it allows. Tests change one thing.
package sealgate.lib.fixtures

all := ["*"]

wide := {"kinds": ["llm-run-snapshot", "sealed-run"], "decisions": all, "claims": all, "patches": all, "prompts": all, "datasets": all}

narrow := {
	"kinds": ["sealed-run"],
	"decisions": ["DEC-001"],
	"claims": ["CLM-003"],
	"patches": [],
	"prompts": ["triage"],
	"datasets": ["data-a"],
}

grant(id, actor, role) := {
	"id": id,
	"actor": actor,
	"role": role,
	"type": "direct",
	"source": "governance-board",
	"effectiveAt": "2026-01-01T00:00:00.000Z",
	"expiresAt": null,
	"delegatedBy": null,
	"scope": wide,
}

publisher := grant("grant-publisher", null, "publisher")

checks := ["authority_present", "evidence_threshold_met", "policy_not_expired", "provenance_complete", "scope_bound_valid"]

governance := {
	"policyVersion": "1.0.0",
	"policyHash": "sha256:baseline",
	"label": "internal",
	"labels": ["public", "internal"],
	"thresholds": {"confidencePct": 60, "exportAgeMillis": 86400000},
	"grants": [publisher],
	"kinds": {
		"llm-run-snapshot": {
			"schemaVersion": "1.0",
			"validityMillis": 7776000000,
			"allowedClaims": ["hash"],
			"requiredChecks": checks,
			"requiredGates": ["authority_envelope_complete", "refusal_checks_recorded", "schema_version_valid"],
			"notApplicable": [],
			"warnChecks": ["evidence_threshold_met"],
		},
		"sealed-run": {
			"schemaVersion": "1.0",
			"validityMillis": 7776000000,
			"allowedClaims": ["commit_hash", "hash", "hash_scope"],
			"requiredChecks": checks,
			"requiredGates": [
				"authority_envelope_complete",
				"inputs_hashed",
				"policy_hash_matches",
				"refusal_checks_recorded",
				"schema_version_valid",
			],
			"notApplicable": [],
			"warnChecks": ["evidence_threshold_met"],
		},
	},
}

at := "2026-02-15T18:30:00.131Z"

question(kind) := {
	"inputVersion": "1",
	"kind": kind,
	"phase": "publish",
	"actor": {
		"id": "svc-publisher",
		"kind": "service",
		"role": "publisher",
		"apiRoles": ["publisher"],
		"orgUnit": null,
		"method": "token",
	},
	"request": {"scope": "DEC-001", "audience": ["governance-board"], "purpose": null},
	"context": {
		"evaluatedAt": at,
		"policyVersion": "1.0.0",
		"policyHash": "sha256:baseline",
		"schemaVersion": "1.0",
		"engineVersion": "0.1.0",
	},
	"document": {"digest": "sha256:document", "mediaType": "application/json", "bytes": 912},
	"claims": {},
}

observed(objects) := {"objects": objects, "actor": {"id": "svc-publisher", "method": "token"}, "clock": at}

snapshot := object.union(question("llm-run-snapshot"), {
	"proposal": {
		"schema_version": "1.0",
		"meta": {
			"run_id": "RUN-001",
			"session_date": "2026-02-15",
			"operator": "J. Rivera",
			"model": "gpt-4o",
			"workbook_version": "v2",
			"export_timestamp": "2026-02-15T18:29:56Z",
		},
		"top_risks": ["Budget reversal"],
		"top_actions": ["Validate ERP vendor SSO"],
		"system_observations": [],
		"suggested_updates": [],
		"kpis": {"summary_confidence_pct": 78, "next_review_date": "2026-02-22"},
	},
	"claims": {"hash": "sha256:self"},
	"facts": {
		"derived": {
			"findings": [],
			"objects": [],
			"selfHash": {"declared": "sha256:self", "matches": true, "profile": "rfc8785-empty"},
			"exportAgeMillis": 4131,
		},
		"observed": observed([]),
	},
})

object_of(role, pointer, path) := {
	"role": role,
	"pointer": pointer,
	"path": path,
	"digest": concat("", ["sha256:", path]),
	"rehashed": concat("", ["sha256:", path]),
	"bytes": 12,
}

file(path) := {"path": path, "sha256": concat("", ["sha256:", path])}

run := object.union(question("sealed-run"), {
	"proposal": {
		"schema_version": "1.0",
		"policy_hash": "sha256:baseline",
		"run_id": "RUN-001",
		"decision_state": {
			"decision_id": "DEC-001",
			"title": "Migrate the ERP",
			"status": "open",
			"confidence_pct": 78,
			"priority_score": 4.5,
		},
		"inputs_snapshot": {"files": [file("a.csv"), file("b.csv")]},
		"outputs": {"top_risks": [], "top_actions": [], "suggested_updates": []},
		"artifacts_emitted": [],
		"replay_instructions": {"method": "offline", "command": "sealgate verify", "required_files": []},
		"prompts": [file("triage.md")],
		"policies": [],
		"schemas": [file("run.json")],
		"scope_bound": {
			"decisions": ["DEC-001"],
			"claims": ["CLM-003"],
			"patches": [],
			"prompts": ["triage"],
			"datasets": ["data-a"],
		},
	},
	"facts": {
		"derived": {
			"findings": [],
			"objects": [
				object_of("input", "/inputs_snapshot/files/0", "a.csv"),
				object_of("input", "/inputs_snapshot/files/1", "b.csv"),
				object_of("prompt", "/prompts/0", "triage.md"),
				object_of("schema", "/schemas/0", "run.json"),
			],
		},
		"observed": observed([
			{"digest": "sha256:a.csv", "present": true},
			{"digest": "sha256:b.csv", "present": true},
			{"digest": "sha256:run.json", "present": true},
			{"digest": "sha256:triage.md", "present": true},
		]),
	},
})

# What an input as empty as can be still gets: a whole result, and it refuses.
refuses(result) if {
	object.keys(result) == {
		"resultVersion",
		"outcome",
		"checks",
		"gates",
		"refusal",
		"authority",
		"violations",
		"obligations",
		"label",
	}
	result.outcome == "deny"
	result.refusal.triggered
	is_string(result.refusal.reasonCode)
	count(result.violations) > 0
	sorted(result)
}

# Checks and gates by name, violations by pointer and code: two engines then give the same bytes.
sorted(result) if {
	checks_made := [check.name | some check in result.checks]
	checks_made == sort(checks_made)
	gates_made := [gate.name | some gate in result.gates]
	gates_made == sort(gates_made)
	rows := [[violation.pointer, violation.code] | some violation in result.violations]
	rows == sort(rows)
}

codes(result) := {violation.code | some violation in result.violations}

at_pointers(result, code) := [violation.pointer | some violation in result.violations; violation.code == code]

check(result, name) := [made.result | some made in result.checks; made.name == name][0]

gate(result, name) := [made.result | some made in result.gates; made.name == name][0]
