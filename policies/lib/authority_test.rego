package sealgate.lib.authority

import data.sealgate.lib.fixtures

delegated := object.union(fixtures.grant("grant-delegated", null, "publisher"), {
	"type": "delegated",
	"delegatedBy": "grant-source",
	"expiresAt": "2027-01-01T00:00:00.000Z",
	"scope": fixtures.narrow,
})

source := object.union(
	fixtures.grant("grant-source", null, "board"),
	{"expiresAt": "2027-01-01T00:00:00.000Z"},
)

changed(grant, change) := object.union(grant, change)

picked := [
	["by role", [fixtures.publisher], "grant-publisher"],
	["nobody's", [], null],
	["of another role", [fixtures.grant("x", null, "author")], null],
	["of another actor", [fixtures.grant("x", "svc-other", null)], null],
	["of another kind", [changed(fixtures.publisher, {"scope": {"kinds": ["run-artifact"]}})], null],
	["actor before role", [fixtures.grant("a", null, "publisher"), fixtures.grant("b", "svc-publisher", null)], "b"],
	["actor and role", [fixtures.grant("a", "svc-publisher", "publisher")], "a"],
	["actor in another role", [fixtures.grant("a", "svc-publisher", "author")], null],
	["another actor in the role", [fixtures.grant("a", "svc-other", "publisher")], null],
	["lowest id", [fixtures.grant("c", null, "publisher"), fixtures.grant("b", null, "publisher")], "b"],
	[
		"the one that reaches the scope",
		[
			changed(fixtures.grant("a", null, "publisher"), {"scope": {"decisions": ["DEC-009"]}}),
			changed(fixtures.grant("b", null, "publisher"), {"scope": {"decisions": ["DEC-001"]}}),
		],
		"b",
	],
	[
		"an actor's expired grant hides no role's",
		[
			changed(fixtures.grant("a", "svc-publisher", null), {"expiresAt": "2026-02-01T00:00:00.000Z"}),
			fixtures.publisher,
		],
		"grant-publisher",
	],
]

picks(given, id) if used.id == id with input as fixtures.run with data.governance.grants as given

picks(given, null) if used == null with input as fixtures.run with data.governance.grants as given

test_grant_picked if {
	failed := [row[0] | some row in picked; not picks(row[1], row[2])]
	failed == []
}

# Effective, expires, decided at, in force? The end is excluded, the beginning is not.
windows := [
	["2026-01-01T00:00:00.000Z", null, "2026-01-01T00:00:00.000Z", true],
	["2026-01-01T00:00:00.000Z", null, "2025-12-31T23:59:59.999Z", false],
	["2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z", "2026-01-31T23:59:59.999Z", true],
	["2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z", false],
	["2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z", false],
	["2026-01-01T00:00:00.000Z", null, "later", false],
	["2026-01-01T00:00:00.000Z", null, null, false],
	["2026-01-01T00:00:00.000Z", null, 20260301, false],
	["2026-01-01T00:00:00.000Z", 20270101, "2026-03-01T00:00:00.000Z", false],
]

holds(row) if {
	in_window({"effectiveAt": row[0], "expiresAt": row[1]}) with input.context.evaluatedAt as row[2]
}

test_window_bounds if {
	wrong := [row |
		some row in windows
		held := count([true | holds(row)]) == 1
		held != row[3]
	]
	wrong == []
}

test_no_authority_fires if {
	"NO_AUTHORITY" in found([fixtures.grant("x", null, "author")])
	not "POLICY_EXPIRED" in found([fixtures.grant("x", null, "author")])
	"NO_AUTHORITY" in found([])
}

test_no_authority_silent if found([fixtures.publisher]) == set()

expired := changed(fixtures.publisher, {"expiresAt": "2026-02-01T00:00:00.000Z"})

test_policy_expired_fires if found([expired]) == {"POLICY_EXPIRED"}

test_policy_expired_fires_before_its_time if {
	found([changed(fixtures.publisher, {"effectiveAt": "2027-01-01T00:00:00.000Z"})]) == {"POLICY_EXPIRED"}
}

test_policy_expired_silent if {
	found([expired, fixtures.publisher]) == set()
	found([changed(fixtures.publisher, {"expiresAt": "2026-02-15T18:30:00.132Z"})]) == set()
}

only_first := changed(fixtures.publisher, {"scope": {"decisions": ["DEC-001"]}})

test_scope_violation_fires if {
	wanted := ["DEC-002", "", "*", null, 7, ["DEC-001"]]
	missed := [scope |
		some scope in wanted
		not "SCOPE_VIOLATION" in found_for([only_first], scope)
	]
	missed == []
}

test_scope_violation_fires_without_a_scope if {
	"SCOPE_VIOLATION" in found_for([fixtures.publisher], null)
	"SCOPE_VIOLATION" in found_for([fixtures.publisher], "")
	refused := deny with input as object.remove(fixtures.run, ["request"])
		with data.governance.grants as [fixtures.publisher]
	"SCOPE_VIOLATION" in {violation.code | some violation in refused}
}

test_scope_violation_silent if {
	found_for([only_first], "DEC-001") == set()
	found_for([fixtures.publisher], "DEC-999") == set()
}

# What is wrong with a delegation: of the delegated grant, of its source.
faults := [
	["wider in a list", {"scope": {"claims": ["*"]}}, {"scope": {"claims": ["CLM-003"]}}],
	["another item", {"scope": {"datasets": ["data-b"]}}, {"scope": {"datasets": ["data-a"]}}],
	["another kind", {}, {"scope": {"kinds": ["llm-run-snapshot"]}}],
	["ends later", {"expiresAt": "2028-01-01T00:00:00.000Z"}, {}],
	["never ends", {"expiresAt": null}, {}],
	["begins earlier", {"effectiveAt": "2025-01-01T00:00:00.000Z"}, {}],
	["source not in force", {}, {"effectiveAt": "2027-01-01T00:00:00.000Z"}],
	["source delegated itself", {}, {"delegatedBy": "grant-root"}],
	["source unknown", {"delegatedBy": "grant-nobody"}, {}],
]

test_delegation_exceeded_fires if {
	missed := [row[0] |
		some row in faults
		not "DELEGATION_EXCEEDED" in found([changed(delegated, row[1]), changed(source, row[2])])
	]
	missed == []
}

test_delegation_exceeded_silent if {
	found([delegated, source]) == set()
	found([delegated, changed(source, {"expiresAt": null})]) == set()
	found([changed(delegated, {"scope": source.scope}), source]) == set()
	found([changed(delegated, {"scope": {"claims": ["CLM-003"]}}), changed(source, {"scope": {"claims": ["CLM-003", "CLM-004"]}})]) == set()
	found([fixtures.publisher]) == set()
}

found(given) := found_for(given, "DEC-001")

found_for(given, scope) := {violation.code | some violation in refused} if {
	refused := deny with input as fixtures.run
		with input.request.scope as scope
		with data.governance.grants as given
}
