package sealgate.llm_run_snapshot

import data.sealgate.lib.fixtures

decided(asked, governed) := given if {
	given := decision with input as asked with data.governance as governed
}

asking(change) := decided(object.union(fixtures.snapshot, change), fixtures.governance)

governed_by(change) := decided(fixtures.snapshot, object.union(fixtures.governance, change))

knowing(facts) := asking({"facts": {"derived": facts}})

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

test_snapshot_that_holds_is_allowed if {
	given := decided(fixtures.snapshot, fixtures.governance)
	allowed(given)
	every check in given.checks { check.result == "pass" }
	given.violations == []
	[check.name | some check in given.checks] == fixtures.governance.kinds["llm-run-snapshot"].requiredChecks
	[gate.name | some gate in given.gates] == fixtures.governance.kinds["llm-run-snapshot"].requiredGates
}

# Whatever is asked, there is a whole answer, and it refuses.
test_odd_input_is_refused_with_a_whole_result if {
	odd := array.concat(
		[null, {}, [], "", 7, {"kind": "llm-run-snapshot"}, fixtures.run],
		array.concat(
			[object.remove(fixtures.snapshot, [member]) | some member, _ in fixtures.snapshot; not member in {"claims"}],
			[object.union(fixtures.snapshot, {member: null}) | some member, _ in fixtures.snapshot; not member in {"claims"}],
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
		object.remove(fixtures.governance, ["thresholds"]),
		object.union(fixtures.governance, {"kinds": {"llm-run-snapshot": null}}),
		object.union(fixtures.governance, {"grants": [null, {}, 7]}),
	]
	answered := [governed | some governed in odd; fixtures.refuses(decided(fixtures.snapshot, governed))]
	answered == odd
}

test_refusals_of_the_library_count if {
	denied_only_for(asking({"claims": {"authority_envelope": {}}}), "AUTHORITY_CLAIMED")
	denied_only_for(asking({"facts": {"derived": {"findings": [{"type": "email", "pointer": "/meta/operator"}]}}}), "PRIVACY_EMAIL")
	denied_only_for(asking({"document": {"digest": null}}), "PROPOSAL_WITHHELD")
	denied_only_for(asking({"proposal": {"schema_version": "1.1"}}), "SCHEMA_VERSION_UNSUPPORTED")
	denied_only_for(asking({"request": {"scope": null}}), "SCOPE_VIOLATION")
	"INPUT_UNSUPPORTED" in codes(asking({"kind": "run-artifact"}))
}

# S002-11
test_self_hash_mismatch_fires if {
	every matches in [false, null, "true"] {
		given := knowing({"selfHash": {"matches": matches}})
		denied_only_for(given, "SELF_HASH_MISMATCH")
		given.refusal.reasonCode == "MISSING_PROVENANCE"
		fixtures.check(given, "provenance_complete") == "fail"
	}
	denied_only_for(knowing({"selfHash": null}), "SELF_HASH_MISMATCH")
}

test_self_hash_mismatch_silent if allowed(decided(fixtures.snapshot, fixtures.governance))

test_export_in_future_fires if {
	every age in [-1, -86400000] {
		given := knowing({"exportAgeMillis": age})
		denied_only_for(given, "EXPORT_IN_FUTURE")
		fixtures.check(given, "provenance_complete") == "fail"
	}
}

test_export_in_future_silent if allowed(knowing({"exportAgeMillis": 0}))

test_export_stale_fires if {
	every age in [86400001, null, "4131", true, []] {
		given := knowing({"exportAgeMillis": age})
		denied_only_for(given, "EXPORT_STALE")
		fixtures.check(given, "provenance_complete") == "fail"
	}
}

test_export_stale_silent if allowed(knowing({"exportAgeMillis": 86400000}))

test_insufficient_evidence_fires_as_a_warning if {
	every confidence in [59, 0, null, "90"] {
		given := asking({"proposal": {"kpis": {"summary_confidence_pct": confidence}}})
		allowed(given)
		given.violations == [{
			"code": "INSUFFICIENT_EVIDENCE",
			"pointer": "/kpis/summary_confidence_pct",
			"severity": "warn",
		}]
		fixtures.check(given, "evidence_threshold_met") == "fail"
	}
}

test_insufficient_evidence_silent if {
	every confidence in [60, 100] {
		given := asking({"proposal": {"kpis": {"summary_confidence_pct": confidence}}})
		allowed(given)
		given.violations == []
	}
}

requiring(change) := governed_by({"kinds": {"llm-run-snapshot": change}})

test_checks_incomplete_fires if {
	every required in [array.concat(fixtures.checks, ["zeal"]), [], null] {
		given := requiring({"requiredChecks": required})
		denied_only_for(given, "CHECKS_INCOMPLETE")
		fixtures.gate(given, "refusal_checks_recorded") == "fail"
	}
}

test_checks_incomplete_silent if allowed(requiring({"requiredChecks": ["provenance_complete"]}))

test_gate_that_the_release_does_not_require_is_refused if {
	denied_only_for(requiring({"requiredGates": ["inputs_hashed"]}), "DEFAULT_DENY")
	denied_only_for(requiring({"requiredGates": []}), "DEFAULT_DENY")
}
