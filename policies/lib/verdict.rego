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

# What a list of checks or gates looks like when all that is required is there, in order, and passed.
passed(required) := [{"name": name, "result": "pass"} | some name in required]

# The checks made are no fewer than those required; an empty list requires nothing and so proves nothing.
covers(made, required) if {
	required == [check.name | some check in made]
	required != []
}

covers(made, required) if {
	names := [check.name | some check in made]
	missing := [name | some name in required; not name in names]
	missing == []
	required[0]
}

# METADATA
# title: Not expressly allowed
# description: No rule refused, yet something that an allow needs is not there, such as a gate that the release requires.
# custom:
#   code: DEFAULT_DENY
#   reasonCode: UNSAFE_ACTION
#   remediation: Bring policies/data/kinds.json and the policy of the kind into agreement; if they agree, report it.
decide(rules, found, checks, gates) := {
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
	rules.requiredGates != []
	gates == passed(rules.requiredGates)
	authority.used != null
	checks_hold(rules, found, checks)
	only_warnings(found)
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

checks_hold(rules, _, checks) if {
	rules.requiredChecks != []
	checks == passed(rules.requiredChecks)
}

checks_hold(rules, found, checks) if {
	covers(checks, rules.requiredChecks)
	unsettled := [check | some check in checks; not settled(rules, found, check)]
	unsettled == []
}

settled(_, _, check) if check.result == "pass"

settled(rules, _, check) if {
	check.result == "not_applicable"
	check.name in rules.notApplicable
}

settled(rules, found, check) if {
	check.result == "fail"
	check.name in rules.warnChecks
	some violation in found
	warns(violation)
}

only_warnings(found) if found == set()

only_warnings(found) if {
	blocking := [violation | some violation in found; not warns(violation)]
	blocking == []
}

warns(violation) if {
	violation.severity == "warn"
	is_string(violation.code)
	is_string(violation.pointer)
}

listed(found) := [] if found == set()

listed(found) := [{"code": row[1], "pointer": row[0], "severity": row[2]} |
	found != set()
	some row in sort([row_of(violation) | some violation in found])
]

# METADATA
# title: Rule at fault
# description: A rule of the policy refused without saying its code. It blocks all the same.
# custom:
#   code: RULE_FAULTY
#   reasonCode: UNSAFE_ACTION
#   remediation: Report it; the rule's author gives every violation a code, a pointer and a severity.
row_of(violation) := [violation.pointer, violation.code, "warn"] if {
	warns(violation)
} else := [violation.pointer, violation.code, "block"] if {
	is_string(violation.pointer)
	is_string(violation.code)
} else := ["", "RULE_FAULTY", "block"]

refused(found) := listed(found) if {
	not only_warnings(found)
} else := listed(found | {{"code": "DEFAULT_DENY", "pointer": "", "severity": "block"}})

default reason(_) := "UNSAFE_ACTION"

reason(found) := [candidate |
	some candidate in reasons
	some violation in found
	not warns(violation)
	violation.reason == candidate
][0]
