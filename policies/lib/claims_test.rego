package sealgate.lib.claims

import data.sealgate.lib.fixtures

found(kind, claims) := {violation.pointer | some violation in refused} if {
	refused := deny with input as {"kind": kind, "claims": claims} with data.governance as fixtures.governance
}

forbidden := [
	"authority_envelope",
	"gate_outcomes",
	"gates",
	"checks",
	"refusal",
	"enforcement",
	"outcome",
	"feasibility",
	"confirmations",
]

test_authority_claimed_fires if {
	missed := [[kind, name] |
		some kind in ["llm-run-snapshot", "sealed-run"]
		some name in forbidden
		found(kind, {name: null}) != {concat("", ["/", name])}
	]
	missed == []
}

test_authority_claimed_fires_for_each if {
	found("sealed-run", {"checks": [], "gates": [], "hash": "x"}) == {"/checks", "/gates"}
}

test_authority_claimed_fires_for_a_snapshots_commit_hash if found("llm-run-snapshot", {"commit_hash": "x"}) == {"/commit_hash"}

# Of a kind that the release does not know nothing may be claimed.
test_authority_claimed_fires_for_an_unknown_kind if found("run-artifact", {"hash": "x"}) == {"/hash"}

test_authority_claimed_silent if {
	found("llm-run-snapshot", {"hash": "x"}) == set()
	found("sealed-run", {"hash": "x", "hash_scope": {}, "commit_hash": "x"}) == set()
	found("sealed-run", {}) == set()
}
