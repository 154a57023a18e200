# METADATA
# title: The grants as released
# description: What a grant has to be, held against policies/data/grants.json itself.
package sealgate.governance

grants := data.governance.grants

members := {"id", "actor", "role", "type", "source", "effectiveAt", "expiresAt", "delegatedBy", "scope"}

lists := {"kinds", "decisions", "claims", "patches", "prompts", "datasets"}

time(text) if {
	is_string(text)
	count(text) == 24
	endswith(text, "Z")
	substring(text, 10, 1) == "T"
	substring(text, 19, 1) == "."
}

ends(text) if text == null

ends(text) if time(text)

names_someone(grant) if is_string(grant.actor)

names_someone(grant) if is_string(grant.role)

well_formed(grant) if {
	object.keys(grant) == members
	is_string(grant.id)
	names_someone(grant)
	grant.type in {"direct", "delegated", "inherited", "system"}
	is_string(grant.source)
	time(grant.effectiveAt)
	ends(grant.expiresAt)
	object.keys(grant.scope) == lists
	every list in lists { is_array(grant.scope[list]) }
	every kind in grant.scope.kinds { is_object(data.governance.kinds[kind]) }
}

test_every_grant_is_well_formed if {
	count(grants) > 0
	malformed := [grant | some grant in grants; not well_formed(grant)]
	malformed == []
}

test_grant_ids_are_sorted_and_unique if {
	ids := [grant.id | some grant in grants]
	ids == sort({id | some id in ids})
}

test_delegations_name_an_undelegated_grant if {
	every grant in grants { rooted(grant) }
}

rooted(grant) if grant.delegatedBy == null

rooted(grant) if {
	grant.type == "delegated"
	some source in grants
	source.id == grant.delegatedBy
	source.delegatedBy == null
}

test_every_kind_requires_something if {
	every kind in data.governance.kinds {
		count(kind.requiredChecks) > 0
		kind.requiredChecks == sort(kind.requiredChecks)
		count(kind.requiredGates) > 0
		kind.requiredGates == sort(kind.requiredGates)
		every check in kind.warnChecks { check in kind.requiredChecks }
		every check in kind.notApplicable { check in kind.requiredChecks }
		kind.validityMillis > 0
	}
}
