package sealgate.lib.contract

import data.sealgate.lib.fixtures

found(asked) := {violation.code | some violation in refused} if {
	refused := deny with input as asked with data.governance as fixtures.governance
}

changed(change) := object.union(fixtures.run, change)

test_input_unsupported_fires if {
	changes := [{"inputVersion": "2"}, {"inputVersion": 1}, {"phase": "render"}, {"phase": null}]
	missed := [change | some change in changes; found(changed(change)) != {"INPUT_UNSUPPORTED"}]
	missed == []
	"INPUT_UNSUPPORTED" in found(changed({"kind": "run-artifact"}))
	"INPUT_UNSUPPORTED" in found({})
}

test_input_unsupported_silent if {
	found(fixtures.run) == set()
	found(fixtures.snapshot) == set()
}

test_facts_missing_fires if {
	changes := [
		{"facts": null},
		{"facts": {"derived": {"findings": null}}},
		{"facts": {"derived": {"objects": null}}},
		{"facts": {"observed": null}},
		{"facts": {"observed": {"objects": {}}}},
		{"facts": {"observed": {"actor": {"id": "svc-other"}}}},
		{"facts": {"observed": {"clock": "2026-02-15T18:30:00.132Z"}}},
	]
	missed := [change | some change in changes; found(changed(change)) != {"FACTS_MISSING"}]
	missed == []
	found(object.remove(fixtures.run, ["facts"])) == {"FACTS_MISSING"}
}

test_facts_missing_silent if found(fixtures.run) == set()

test_policy_context_mismatch_fires if {
	found(changed({"context": {"policyHash": "sha256:other"}})) == {"POLICY_CONTEXT_MISMATCH"}
	found(changed({"context": {"policyVersion": "1.0.1"}})) == {"POLICY_CONTEXT_MISMATCH"}
}

test_policy_context_mismatch_silent if found(fixtures.run) == set()

test_schema_version_unsupported_fires if {
	found(changed({"proposal": {"schema_version": "1.1"}})) == {"SCHEMA_VERSION_UNSUPPORTED"}
	found(changed({"proposal": {"schema_version": 1.0}})) == {"SCHEMA_VERSION_UNSUPPORTED"}
	found(changed({"context": {"schemaVersion": "2.0"}})) == {"SCHEMA_VERSION_UNSUPPORTED"}
	found(changed({"proposal": null})) == {"SCHEMA_VERSION_UNSUPPORTED"}
}

test_schema_version_unsupported_silent if {
	found(fixtures.run) == set()
	found(fixtures.snapshot) == set()
}
