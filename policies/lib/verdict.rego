# METADATA
# title: From findings of the rules to the result
# description: >-
#   The one place where a result is put together. Allow needs positive facts: every required check and gate
#   there and passed, a grant, no blocking violation. Anything else, also what nobody thought of, is a deny.
package sealgate.lib.verdict

import data.sealgate.lib.authority

# Where several refusals meet, the first of these is the reason.
reasons := [
	"NO_AUTHORITY",
	"POLICY_EXPIRED",
	"SCOPE_VIOLATION",
	"UNSAFE_ACTION",
	"MISSING_PROVENANCE",
	"INSUFFICIENT_EVIDENCE",
]

default label := null

label := data.governance.label

# Required checks and gates are those of the release, none left out; an empty list requires nothing and so proves nothing.
complete(kind, checks, gates) if {
	rules := data.governance.kinds[kind]
	count(rules.requiredChecks) > 0
	names := [check.name | some check in checks]
	every required in rules.requiredChecks { required in names }
	count(rules.requiredGates) > 0
	rules.requiredGates == [gate.name | some gate in gates]
}

allowed(kind, found, checks, gates) if {
	input.kind == kind
	authority.used != null
	complete(kind, checks, gates)
	every gate in gates { gate.result == "pass" }
	every check in checks { check_holds(kind, check, found) }
	every violation in found { violation.severity == "warn" }
}

check_holds(_, check, _) if check.result == "pass"

check_holds(kind, check, _) if {
	check.result == "not_applicable"
	check.name in data.governance.kinds[kind].notApplicable
}

check_holds(kind, check, found) if {
	check.result == "fail"
	check.name in data.governance.kinds[kind].warnChecks
	some violation in found
	violation.severity == "warn"
}

# The result of a policy that found nothing against the proposal, or only what the release lets pass with a warning.
decide(kind, found, checks, gates) := {
	"resultVersion": "1",
	"outcome": "allow",
	"checks": checks,
	"gates": gates,
	"refusal": {"available": true, "triggered": false, "reasonCode": null},
	"authority": authority.used,
	"violations": listed(found),
	"obligations": [],
	"label": label,
} if {
	allowed(kind, found, checks, gates)
} else := {
	"resultVersion": "1",
	"outcome": "deny",
	"checks": checks,
	"gates": gates,
	"refusal": {"available": true, "triggered": true, "reasonCode": reason(found)},
	"authority": authority.used,
	"violations": refused(found),
	"obligations": [],
	"label": label,
}

listed(found) := [{"code": row[1], "pointer": row[0], "severity": row[2]} |
	some row in sort([[field(violation, "pointer", ""), field(violation, "code", "RULE_FAULTY"), severity(violation)] |
		some violation in found
	])
]

# A rule of an officer may leave a member out or add no object at all: it blocks all the same.
field(violation, name, _) := violation[name] if is_string(violation[name])

field(violation, name, otherwise) := otherwise if not is_string(violation[name])

default severity(_) := "block"

severity(violation) := "warn" if violation.severity == "warn"

default blocks(_) := false

blocks(found) if {
	some violation in found
	severity(violation) == "block"
}

refused(found) := listed(found) if {
	blocks(found)
} else := listed(found | {{"code": "DEFAULT_DENY", "pointer": "", "severity": "block"}})

default reason(_) := "UNSAFE_ACTION"

reason(found) := [candidate |
	some candidate in reasons
	some violation in found
	severity(violation) == "block"
	violation.reason == candidate
][0]
