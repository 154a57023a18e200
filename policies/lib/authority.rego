# METADATA
# title: Whose authority a proposal stands on
# description: Picks the grant, judges its window, its delegation and how far it reaches.
package sealgate.lib.authority

grants := data.governance.grants

at := input.context.evaluatedAt

# Every grant that names the caller, by id or by role, and the kind; whatever its window.
named := [grant | some grant in grants; names_caller(grant); input.kind in grant.scope.kinds]

names_caller(grant) if {
	grant.actor == input.actor.id
	grant.role == null
}

names_caller(grant) if {
	grant.actor == input.actor.id
	grant.role == input.actor.role
}

names_caller(grant) if {
	grant.actor == null
	grant.role == input.actor.role
}

in_force := [grant | some grant in named; in_window(grant)]

# Times are strings of one fixed form, so that comparing them is comparing text.
in_window(grant) if {
	count(at) == 24
	grant.effectiveAt <= at
	ends_after(grant, at)
}

ends_after(grant, _) if grant.expiresAt == null

ends_after(grant, time) if {
	is_string(grant.expiresAt)
	time < grant.expiresAt
}

# A grant for the actor goes before one for its role; among several, one that covers the scope asked for; then the lowest id.
rank(grant) := [actor_rank(grant), scope_rank(grant), grant.id]

default actor_rank(_) := 1

actor_rank(grant) := 0 if is_string(grant.actor)

default scope_rank(_) := 1

scope_rank(grant) := 0 if covers(grant.scope.decisions, input.request.scope)

best := min([rank(grant) | some grant in in_force])

default used := null

used := grant if {
	some grant in in_force
	rank(grant) == best
}

covers(granted, item) if {
	is_string(item)
	item != ""
	item in granted
}

covers(granted, item) if {
	is_string(item)
	item != ""
	"*" in granted
}

# What a list of scope_bound names beyond the grant, as positions in the list.
beyond(granted, wanted) := [index | some index, item in wanted; not covers(granted, item)]

scope_granted if covers(used.scope.decisions, input.request.scope)

lists := ["claims", "datasets", "decisions", "patches", "prompts"]

delegation_holds if used.delegatedBy == null

delegation_holds if {
	some grant in grants
	grant.id == used.delegatedBy
	grant.delegatedBy == null
	in_window(grant)
	grant.effectiveAt <= used.effectiveAt
	outlives(grant, used)
	every kind in used.scope.kinds { kind in grant.scope.kinds }
	every list in lists { count(beyond(grant.scope[list], used.scope[list])) == 0 }
}

outlives(grant, _) if grant.expiresAt == null

outlives(grant, other) if {
	is_string(other.expiresAt)
	other.expiresAt <= grant.expiresAt
}

# METADATA
# title: No grant for this caller
# description: No grant of the policy release names the caller or its role for this kind of proposal.
# custom:
#   code: NO_AUTHORITY
#   reasonCode: NO_AUTHORITY
#   remediation: Ask the governance board for a grant (policies/data/grants.json) that names the caller or its role and the kind, then have the policy released.
deny contains {"code": "NO_AUTHORITY", "pointer": "", "severity": "block", "reason": "NO_AUTHORITY"} if {
	count(named) == 0
}

# METADATA
# title: Grant not in force
# description: A grant names the caller, but the time of the decision lies before its beginning or after its end.
# custom:
#   code: POLICY_EXPIRED
#   reasonCode: POLICY_EXPIRED
#   remediation: Have the grant renewed, or propose again once it is in force.
deny contains {"code": "POLICY_EXPIRED", "pointer": "", "severity": "block", "reason": "POLICY_EXPIRED"} if {
	count(named) > 0
	used == null
}

# METADATA
# title: Scope not granted
# description: The decision scope asked for is missing, or the grant does not reach it.
# custom:
#   code: SCOPE_VIOLATION
#   reasonCode: SCOPE_VIOLATION
#   remediation: Name the decision with the scope parameter and keep to what the grant lists, or ask for a wider grant.
deny contains {"code": "SCOPE_VIOLATION", "pointer": "", "severity": "block", "reason": "SCOPE_VIOLATION"} if {
	used != null
	not scope_granted
}

# METADATA
# title: Delegation wider than its source
# description: The grant in use was delegated by a grant that is missing, not in force, itself delegated, narrower, or ends earlier.
# custom:
#   code: DELEGATION_EXCEEDED
#   reasonCode: SCOPE_VIOLATION
#   remediation: Narrow the delegated grant to what its source allows, or have the source widened.
deny contains {"code": "DELEGATION_EXCEEDED", "pointer": "", "severity": "block", "reason": "SCOPE_VIOLATION"} if {
	used != null
	not delegation_holds
}
