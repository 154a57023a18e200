package sealgate.sealed_run

import data.sealgate.lib.fixtures

decided(asked, governed) := given if {
	given := decision with input as asked with data.governance as governed
}

asking(change) := decided(object.union(fixtures.run, change), fixtures.governance)

governed_by(change) := decided(fixtures.run, object.union(fixtures.governance, change))

proposing(change) := asking({"proposal": change})

with_objects(changes) := asking({"facts": {"derived": {"objects": [changed |
	some index, item in fixtures.run.facts.derived.objects
	changed := object.union(item, object.get(changes, index, {}))
]}}})

codes(result) := fixtures.codes(result)

denied_only_for(result, code) if {
	fixtures.refuses(result)
	codes(result) == {code}
}

allowed(result) if {
	result.outcome == "allow"
	result.authority.id == "grant-publisher"
	result.refusal == {"available": true, "triggered": false, "reasonCode": null}
	every gate in result.gates { gate.result == "pass" }
	fixtures.sorted(result)
}

test_run_that_holds_is_allowed if {
	given := decided(fixtures.run, fixtures.governance)
	allowed(given)
	every check in given.checks { check.result == "pass" }
	given.violations == []
	[check.name | some check in given.checks] == fixtures.governance.kinds["sealed-run"].requiredChecks
	[gate.name | some gate in given.gates] == fixtures.governance.kinds["sealed-run"].requiredGates
}

# Whatever is asked, there is a whole answer, and it refuses.
test_odd_input_is_refused_with_a_whole_result if {
	odd := array.concat(
		[null, {}, [], "", 7, {"kind": "sealed-run"}, fixtures.snapshot],
		array.concat(
			[object.remove(fixtures.run, [member]) | some member, _ in fixtures.run; not member in {"claims"}],
			[object.union(fixtures.run, {member: null}) | some member, _ in fixtures.run; not member in {"claims"}],
		),
	)
	answered := [asked | some asked in odd; fixtures.refuses(decided(asked, fixtures.governance))]
	answered == odd
}

test_odd_data_is_refused_with_a_whole_result if {
	odd := [
		null,
		{},
		{"kinds": null, "grants": null},
		object.remove(fixtures.governance, ["grants"]),
		object.remove(fixtures.governance, ["kinds"]),
		object.remove(fixtures.governance, ["policyHash"]),
		object.union(fixtures.governance, {"kinds": {"sealed-run": null}}),
		object.union(fixtures.governance, {"grants": [null, {}, 7]}),
		object.union(fixtures.governance, {"grants": [{"actor": null, "role": "publisher", "scope": null}]}),
	]
	answered := [governed | some governed in odd; fixtures.refuses(decided(fixtures.run, governed))]
	answered == odd
}

# What refuses in the library refuses here.
test_refusals_of_the_library_count if {
	denied_only_for(asking({"claims": {"gate_outcomes": []}}), "AUTHORITY_CLAIMED")
	denied_only_for(asking({"phase": "render"}), "INPUT_UNSUPPORTED")
	denied_only_for(asking({"facts": {"derived": {"findings": [{"type": "email", "pointer": "/outputs/top_risks/0"}]}}}), "PRIVACY_EMAIL")
	denied_only_for(asking({"context": {"policyHash": "sha256:other"}}), "POLICY_CONTEXT_MISMATCH")
	"NO_AUTHORITY" in codes(asking({"actor": {"role": "stranger"}}))
}

test_no_authority_gives_no_grant if {
	given := asking({"actor": {"role": "stranger"}})
	given.authority == null
	given.refusal.reasonCode == "NO_AUTHORITY"
	fixtures.check(given, "authority_present") == "fail"
	fixtures.check(given, "policy_not_expired") == "fail"
	fixtures.gate(given, "authority_envelope_complete") == "fail"
}

test_expired_grant_is_present_and_expired if {
	given := governed_by({"grants": [object.union(fixtures.publisher, {"expiresAt": "2026-02-01T00:00:00.000Z"})]})
	given.authority == null
	given.refusal.reasonCode == "POLICY_EXPIRED"
	fixtures.check(given, "authority_present") == "pass"
	fixtures.check(given, "policy_not_expired") == "fail"
	fixtures.gate(given, "authority_envelope_complete") == "fail"
}

test_another_kind_is_refused if "INPUT_UNSUPPORTED" in codes(asking({"kind": "run-artifact"}))

# S002-30
test_scope_violation_fires_for_another_decision if {
	given := proposing({"decision_state": {"decision_id": "DEC-002"}})
	denied_only_for(given, "SCOPE_VIOLATION")
	fixtures.at_pointers(given, "SCOPE_VIOLATION") == ["/decision_state/decision_id"]
	fixtures.check(given, "scope_bound_valid") == "fail"
}

test_scope_violation_fires_for_a_decision_that_is_not_listed if {
	denied_only_for(proposing({"scope_bound": {"decisions": []}}), "SCOPE_VIOLATION")
	denied_only_for(proposing({"scope_bound": {"decisions": ["*"]}}), "SCOPE_VIOLATION")
	denied_only_for(proposing({"scope_bound": {"decisions": ["DEC-002"]}}), "SCOPE_VIOLATION")
}

test_scope_violation_fires_for_each_list_beyond_the_grant if {
	beyond := {
		"claims": ["CLM-003", "CLM-004"],
		"datasets": ["data-b"],
		"decisions": ["DEC-001", "DEC-002"],
		"patches": ["PATCH-1"],
		"prompts": ["*"],
	}
	missed := [list |
		some list, items in beyond
		given := decided(
			object.union(fixtures.run, {"proposal": {"scope_bound": {list: items}}}),
			object.union(fixtures.governance, {"grants": [object.union(fixtures.publisher, {"scope": narrowed})]}),
		)
		fixtures.at_pointers(given, "SCOPE_VIOLATION") != [concat("", ["/scope_bound/", list])]
	]
	missed == []
}

narrowed := {
	"decisions": ["DEC-001"],
	"claims": ["CLM-003"],
	"patches": [],
	"prompts": ["triage"],
	"datasets": ["data-a"],
}

test_scope_violation_fires_without_scope_bound if {
	"SCOPE_VIOLATION" in codes(proposing({"scope_bound": null}))
	every lost in ["scope_bound", "decision_state"] {
		"SCOPE_VIOLATION" in codes(decided(
			object.union(
				object.remove(fixtures.run, ["proposal"]),
				{"proposal": object.remove(fixtures.run.proposal, [lost])},
			),
			fixtures.governance,
		))
	}
}

test_scope_violation_silent if {
	allowed(decided(fixtures.run, fixtures.governance))
	allowed(governed_by({"grants": [object.union(fixtures.publisher, {"scope": narrowed})]}))
	allowed(proposing({"scope_bound": {"claims": [], "decisions": ["DEC-001", "DEC-007"]}}))
}

# S002-18
test_policy_hash_mismatch_fires if {
	every hash in ["sha256:other", "", null] {
		given := proposing({"policy_hash": hash})
		denied_only_for(given, "POLICY_HASH_MISMATCH")
		given.refusal.reasonCode == "POLICY_EXPIRED"
		fixtures.gate(given, "policy_hash_matches") == "fail"
	}
}

test_policy_hash_mismatch_silent if fixtures.gate(decided(fixtures.run, fixtures.governance), "policy_hash_matches") == "pass"

# S002-28
test_missing_provenance_fires_for_an_altered_object if {
	every index in [0, 1, 2, 3] {
		given := with_objects({index: {"rehashed": "sha256:other"}})
		denied_only_for(given, "MISSING_PROVENANCE")
		fixtures.at_pointers(given, "MISSING_PROVENANCE") == [fixtures.run.facts.derived.objects[index].pointer]
		fixtures.check(given, "provenance_complete") == "fail"
	}
}

test_missing_provenance_fires_for_a_missing_object if {
	denied_only_for(with_objects({0: {"rehashed": null}}), "MISSING_PROVENANCE")
	denied_only_for(with_objects({0: {"digest": null, "rehashed": null}}), "MISSING_PROVENANCE")
}

test_missing_provenance_fires_for_an_object_that_another_put if {
	given := asking({"facts": {"observed": {"objects": [
		{"digest": "sha256:a.csv", "present": true},
		{"digest": "sha256:b.csv", "present": false},
		{"digest": "sha256:run.json", "present": true},
	]}}})
	denied_only_for(given, "MISSING_PROVENANCE")
	fixtures.at_pointers(given, "MISSING_PROVENANCE") == ["/inputs_snapshot/files/1", "/prompts/0"]
}

test_missing_provenance_fires_without_inputs if {
	given := asking({
		"proposal": {"inputs_snapshot": {"files": []}},
		"facts": {"derived": {"objects": array.slice(fixtures.run.facts.derived.objects, 2, 4)}},
	})
	denied_only_for(given, "MISSING_PROVENANCE")
	fixtures.at_pointers(given, "MISSING_PROVENANCE") == ["/inputs_snapshot/files"]
	fixtures.gate(given, "inputs_hashed") == "fail"
}

# Facts that tell of fewer files than the run names prove nothing.
test_missing_provenance_fires_for_a_file_without_a_fact if {
	every cut in [[0, 3], [1, 4], [0, 0]] {
		given := asking({"facts": {"derived": {"objects": array.slice(fixtures.run.facts.derived.objects, cut[0], cut[1])}}})
		"MISSING_PROVENANCE" in codes(given)
		fixtures.gate(given, "inputs_hashed") == "fail"
	}
}

test_missing_provenance_silent if {
	given := decided(fixtures.run, fixtures.governance)
	allowed(given)
	fixtures.gate(given, "inputs_hashed") == "pass"
	fixtures.check(given, "provenance_complete") == "pass"
}

# The gate is about inputs alone, the check about everything that the run names.
test_inputs_hashed_looks_at_inputs_only if {
	fixtures.gate(with_objects({2: {"rehashed": null}}), "inputs_hashed") == "pass"
	fixtures.gate(with_objects({1: {"rehashed": null}}), "inputs_hashed") == "fail"
}

# S002-19
test_path_repeated_fires if {
	given := asking({
		"proposal": {"prompts": [fixtures.file("triage.md"), fixtures.file("triage.md")]},
		"facts": {"derived": {"objects": array.concat(
			fixtures.run.facts.derived.objects,
			[fixtures.object_of("prompt", "/prompts/1", "triage.md")],
		)}},
	})
	denied_only_for(given, "PATH_REPEATED")
}

test_path_repeated_silent if {
	allowed(asking({
		"proposal": {"prompts": [fixtures.file("triage.md"), fixtures.file("a.csv")]},
		"facts": {"derived": {"objects": array.concat(
			fixtures.run.facts.derived.objects,
			[fixtures.object_of("prompt", "/prompts/1", "a.csv")],
		)}},
	}))
}

test_insufficient_evidence_fires_as_a_warning if {
	every confidence in [59, 0, 59.999, null, "90"] {
		given := proposing({"decision_state": {"confidence_pct": confidence}})
		allowed(given)
		given.violations == [{
			"code": "INSUFFICIENT_EVIDENCE",
			"pointer": "/decision_state/confidence_pct",
			"severity": "warn",
		}]
		fixtures.check(given, "evidence_threshold_met") == "fail"
	}
}

test_insufficient_evidence_silent if {
	every confidence in [60, 60.001, 100] {
		given := proposing({"decision_state": {"confidence_pct": confidence}})
		allowed(given)
		given.violations == []
	}
}

requiring(change) := governed_by({"kinds": {"sealed-run": change}})

test_checks_incomplete_fires if {
	every required in [array.concat(fixtures.checks, ["zeal"]), [], null] {
		given := requiring({"requiredChecks": required})
		denied_only_for(given, "CHECKS_INCOMPLETE")
		fixtures.gate(given, "refusal_checks_recorded") == "fail"
	}
}

test_checks_incomplete_silent if {
	allowed(requiring({"requiredChecks": ["provenance_complete"]}))
	allowed(decided(fixtures.run, fixtures.governance))
}

test_gate_that_the_release_does_not_require_is_refused if {
	denied_only_for(requiring({"requiredGates": ["inputs_hashed"]}), "DEFAULT_DENY")
	denied_only_for(requiring({"requiredGates": []}), "DEFAULT_DENY")
}

test_schema_version_gate if fixtures.gate(proposing({"schema_version": "9.9"}), "schema_version_valid") == "fail"
