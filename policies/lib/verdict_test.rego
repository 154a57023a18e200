package sealgate.lib.verdict

import data.sealgate.lib.fixtures

rules := fixtures.governance.kinds["llm-run-snapshot"]

checks := passed(rules.requiredChecks)

gates := passed(rules.requiredGates)

refusal := {"code": "SOME_RULE", "pointer": "/a", "severity": "block", "reason": "MISSING_PROVENANCE"}

warning := {"code": "SOME_WARNING", "pointer": "/b", "severity": "warn", "reason": "INSUFFICIENT_EVIDENCE"}

result(required, found, made, opened) := given if {
	given := decide(required, found, made, opened) with input as fixtures.snapshot
		with data.governance as fixtures.governance
}

with_result(list, name, value) := [changed(item, name, value) | some item in list]

changed(item, name, value) := {"name": name, "result": value} if item.name == name

changed(item, name, _) := item if item.name != name

allowed(required, found, made, opened) if result(required, found, made, opened).outcome == "allow"

test_everything_there_allows if {
	given := result(rules, set(), checks, gates)
	given.outcome == "allow"
	given.authority == fixtures.publisher
	given.refusal == {"available": true, "triggered": false, "reasonCode": null}
	given.violations == []
	given.label == "internal"
	fixtures.sorted(given)
}

test_warning_allows_and_is_listed if {
	given := result(rules, {warning}, checks, gates)
	given.outcome == "allow"
	given.violations == [{"code": "SOME_WARNING", "pointer": "/b", "severity": "warn"}]
}

test_warn_check_allows_only_with_a_warning if {
	made := with_result(checks, "evidence_threshold_met", "fail")
	allowed(rules, {warning}, made, gates)
	not allowed(rules, set(), made, gates)
}

test_not_applicable_allows_only_where_the_release_says_so if {
	made := with_result(checks, "provenance_complete", "not_applicable")
	not allowed(rules, set(), made, gates)
	allowed(object.union(rules, {"notApplicable": ["provenance_complete"]}), set(), made, gates)
}

test_more_checks_than_required_allow if {
	allowed(rules, set(), array.concat(checks, [{"name": "zeal", "result": "pass"}]), gates)
}

# Nothing was refused by a rule, and yet: rules of the release, checks, gates.
incomplete := [
	["no rules", {}, checks, gates],
	["nothing required", object.union(rules, {"requiredChecks": [], "requiredGates": []}), [], []],
	["no check required", object.union(rules, {"requiredChecks": []}), checks, gates],
	["no gate required", object.union(rules, {"requiredGates": []}), checks, []],
	["no checks", rules, [], gates],
	["no gates", rules, checks, []],
	["a check too few", rules, array.slice(checks, 1, 5), gates],
	["a gate too few", rules, checks, array.slice(gates, 1, 3)],
	["a gate too many", rules, checks, array.concat(gates, [{"name": "zeal", "result": "pass"}])],
	["a failed check", rules, with_result(checks, "authority_present", "fail"), gates],
	["an unknown result", rules, with_result(checks, "authority_present", "passed"), gates],
	["a failed gate", rules, checks, with_result(gates, "schema_version_valid", "fail")],
	["a skipped gate", rules, checks, with_result(gates, "schema_version_valid", "skip")],
]

test_default_deny_fires if {
	missed := [row[0] |
		some row in incomplete
		not denied_by_default(row[1], row[2], row[3])
	]
	missed == []
}

denied_by_default(required, made, opened) if {
	given := result(required, set(), made, opened)
	given.outcome == "deny"
	given.violations == [{"code": "DEFAULT_DENY", "pointer": "", "severity": "block"}]
	given.refusal == {"available": true, "triggered": true, "reasonCode": "UNSAFE_ACTION"}
}

test_default_deny_fires_without_a_grant if {
	given := decide(rules, set(), checks, gates) with input as fixtures.snapshot
		with data.governance as object.union(fixtures.governance, {"grants": []})
	given.outcome == "deny"
	fixtures.codes(given) == {"DEFAULT_DENY"}
}

test_default_deny_fires_beside_a_warning if {
	given := result({}, {warning}, checks, gates)
	given.outcome == "deny"
	fixtures.codes(given) == {"DEFAULT_DENY", "SOME_WARNING"}
}

test_default_deny_silent if {
	fixtures.codes(result(rules, set(), checks, gates)) == set()
	fixtures.codes(result(rules, {refusal}, checks, gates)) == {"SOME_RULE"}
}

faulty := [
	{},
	"text",
	null,
	{"pointer": "/a", "severity": "block"},
	{"code": "SOME_RULE", "severity": "warn"},
	{"code": 7, "pointer": "/a", "severity": "block"},
]

test_rule_faulty_fires if {
	missed := [violation |
		some violation in faulty
		given := result(rules, {violation}, checks, gates)
		[given.outcome, given.violations] != ["deny", [{"code": "RULE_FAULTY", "pointer": "", "severity": "block"}]]
	]
	missed == []
}

test_rule_faulty_silent if fixtures.codes(result(rules, {refusal, warning}, checks, gates)) == {"SOME_RULE", "SOME_WARNING"}

test_severity_that_is_not_warn_blocks if {
	every severity in ["block", "info", null, 1] {
		result(rules, {object.union(refusal, {"severity": severity})}, checks, gates).violations[0].severity == "block"
	}
}

test_reason_is_the_first_in_order if {
	reason_of({"MISSING_PROVENANCE", "SCOPE_VIOLATION"}) == "SCOPE_VIOLATION"
	reason_of({"UNSAFE_ACTION", "NO_AUTHORITY", "POLICY_EXPIRED"}) == "NO_AUTHORITY"
	reason_of({"MISSING_PROVENANCE"}) == "MISSING_PROVENANCE"
	reason_of({"of an officer's own"}) == "UNSAFE_ACTION"
}

reason_of(names) := result(
	rules,
	{warning} | {violation |
		some name in names
		violation := {"code": name, "pointer": "", "severity": "block", "reason": name}
	},
	checks, gates,
).refusal.reasonCode

test_violations_are_sorted if {
	given := result(
		rules,
		{
			{"code": "B", "pointer": "/b", "severity": "block", "reason": "x"},
			{"code": "A", "pointer": "/b", "severity": "warn", "reason": "x"},
			{"code": "Z", "pointer": "/a", "severity": "block", "reason": "x"},
		},
		checks, gates,
	)
	fixtures.sorted(given)
	count(given.violations) == 3
}

test_label_unknown_is_null if {
	given := decide(rules, set(), checks, gates) with input as {} with data.governance as {}
	given.label == null
	given.outcome == "deny"
}
