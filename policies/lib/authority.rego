# METADATA
# title: Whose authority a proposal stands on
# description: Picks the grant, judges its window, its delegation and how far it reaches.
package sealgate.lib.authority

grants := data.governance.grants

# Grants in force that name the caller and the kind. One that names actor and role asks for both.
by_actor := [grant |
	some grant in grants
	grant.actor == input.actor.id
	input.kind in grant.scope.kinds
	role_fits(grant)
	in_window(grant)
]

by_role := [grant |
	some grant in grants
	grant.role == input.actor.role
	grant.actor == null
	input.kind in grant.scope.kinds
	in_window(grant)
]

role_fits(grant) if grant.role == null

role_fits(grant) if grant.role == input.actor.role

# A grant names the caller, in force or not.
named if {
	some grant in grants
	input.kind in grant.scope.kinds
	grant.actor in [null, input.actor.id]
	role_fits(grant)
}

# Times are strings of one fixed form, so that comparing them is comparing text.
in_window(grant) if {
	grant.effectiveAt <= input.context.evaluatedAt
	ends_later(grant.expiresAt)
	count(input.context.evaluatedAt) == 24
}

ends_later(end) if end == null

ends_later(end) if {
	input.context.evaluatedAt < end
	is_string(end)
}

# A grant for the actor goes before one for its role.
used := first(by_actor) if {
	by_actor != []
} else := first(by_role) if {
	by_role != []
} else := null

# Among several, one that reaches the scope asked for, then the lowest id.
first(candidates) := candidates[0] if count(candidates) == 1

first(candidates) := grant if {
	count(candidates) > 1
	best := min([[scope_rank(candidate), candidate.id] | some candidate in candidates])
	some grant in candidates
	[scope_rank(grant), grant.id] == best
}

default scope_rank(_) := 1

scope_rank(grant) := 0 if covers(grant.scope.decisions)

# Does a list of decisions reach the scope asked for?
covers(decisions) if {
	"*" in decisions
	is_string(input.request.scope)
	input.request.scope != ""
}

covers(decisions) if {
	input.request.scope in decisions
	is_string(input.request.scope)
}

scope_granted if covers(used.scope.decisions)

everything := {"claims": ["*"], "datasets": ["*"], "decisions": ["*"], "patches": ["*"], "prompts": ["*"]}

# The lists in which the second scope names something that the first does not reach.
wider(scope, other) := [] if {
	object.remove(scope, ["kinds"]) == everything
	is_object(other)
} else := [list |
	some list in ["claims", "datasets", "decisions", "patches", "prompts"]
	not reaches_all(scope, list)
	goes_beyond(scope, other, list)
]

goes_beyond(scope, other, list) if {
	some item in other[list]
	not reaches(scope, list, item)
}

reaches_all(scope, list) if "*" in scope[list]

reaches(scope, list, item) if item in scope[list]

delegation_holds if used.delegatedBy == null

delegation_holds if {
	some grant in grants
	grant.id == used.delegatedBy
	grant.delegatedBy == null
	in_window(grant)
	grant.effectiveAt <= used.effectiveAt
	outlives(grant, used)
	kinds_beyond := [kind | some kind in used.scope.kinds; not gives_kind(grant, kind)]
	kinds_beyond == []
	wider(grant.scope, used.scope) == []
}

gives_kind(grant, kind) if reaches(grant.scope, "kinds", kind)

outlives(grant, _) if grant.expiresAt == null

outlives(grant, other) if {
	is_string(other.expiresAt)
	other.expiresAt <= grant.expiresAt
}

default authority_present := "fail"

authority_present := "pass" if used != null

authority_present := "pass" if named

default policy_not_expired := "fail"

policy_not_expired := "pass" if used != null

default authority_envelope_complete := "fail"

authority_envelope_complete := "pass" if {
	scope_granted
	input.actor.id != ""
	input.actor.role != ""
}

# METADATA
# title: No grant for this caller
# description: No grant of the policy release names the caller or its role for this kind of proposal.
# custom:
#   code: NO_AUTHORITY
#   reasonCode: NO_AUTHORITY
#   remediation: Ask the governance board for a grant (policies/data/grants.json) that names the caller or its role and the kind, then have the policy released.
deny contains {"code": "NO_AUTHORITY", "pointer": "", "severity": "block", "reason": "NO_AUTHORITY"} if {
	authority_present == "fail"
}

# METADATA
# title: Grant not in force
# description: A grant names the caller, but the time of the decision lies before its beginning or after its end.
# custom:
#   code: POLICY_EXPIRED
#   reasonCode: POLICY_EXPIRED
#   remediation: Have the grant renewed, or propose again once it is in force.
deny contains {"code": "POLICY_EXPIRED", "pointer": "", "severity": "block", "reason": "POLICY_EXPIRED"} if {
	used == null
	named
}

# METADATA
# title: Scope not granted
# description: The decision scope asked for is missing, or the grant does not reach it.
# custom:
#   code: SCOPE_VIOLATION
#   reasonCode: SCOPE_VIOLATION
#   remediation: Name the decision with the scope parameter and keep to what the grant lists, or ask for a wider grant.
deny contains {"code": "SCOPE_VIOLATION", "pointer": "", "severity": "block", "reason": "SCOPE_VIOLATION"} if {
	not scope_granted
	used != null
}

# METADATA
# title: Delegation wider than its source
# description: The grant in use was delegated by a grant that is missing, not in force, itself delegated, narrower, or ends earlier.
# custom:
#   code: DELEGATION_EXCEEDED
#   reasonCode: SCOPE_VIOLATION
#   remediation: Narrow the delegated grant to what its source allows, or have the source widened.
deny contains {"code": "DELEGATION_EXCEEDED", "pointer": "", "severity": "block", "reason": "SCOPE_VIOLATION"} if {
	not delegation_holds
	used != null
}
