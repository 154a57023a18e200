package sealgate.lean

decision := {
	"resultVersion": "1",
	"outcome": outcome,
	"checks": checks,
	"gates": gates,
	"refusal": {"available": true, "triggered": count(blocking) > 0, "reasonCode": reason},
	"authority": authority,
	"violations": violations,
	"obligations": [],
	"label": null,
}

default outcome := "deny"

outcome := "allow" if {
	count(blocking) == 0
	every gate in gates {
		gate.result == "pass"
	}
}

default authority := null

authority := covering[0] if count(covering) > 0

covering := [grant |
	some grant in data.governance.grants
	actor_matches(grant)
	input.kind in grant.scope.kinds
	grant.effectiveAt <= input.context.evaluatedAt
	not expired(grant)
]

actor_matches(grant) if grant.actor == input.actor.id

actor_matches(grant) if {
	grant.actor == null
	grant.role == input.actor.role
}

expired(grant) if {
	grant.expiresAt != null
	grant.expiresAt <= input.context.evaluatedAt
}

gates := [{"name": name, "result": result} |
	some name in sort(["authority_envelope_complete", "inputs_hashed", "policy_hash_matches", "refusal_checks_recorded", "schema_version_valid"])
	result := gate_result(name)
]

gate_result(name) := "pass" if gate_holds(name)

gate_result(name) := "fail" if not gate_holds(name)

gate_holds("authority_envelope_complete") if authority != null

gate_holds("policy_hash_matches") if input.proposal.policy_hash == data.governance.policyHash

gate_holds("schema_version_valid") if input.proposal.schema_version in data.governance.schemaVersions

gate_holds("inputs_hashed") if {
	count(input.facts.derived.objects) > 0
	every object in input.facts.derived.objects {
		object.digest == object.rehashed
	}
}

gate_holds("refusal_checks_recorded") if count(checks) == 5

checks := [
	{"name": "authority_present", "result": pass_if(authority != null)},
	{"name": "evidence_threshold_met", "result": pass_if(input.proposal.confidence >= data.governance.thresholds.confidence)},
	{"name": "policy_not_expired", "result": "pass"},
	{"name": "provenance_complete", "result": pass_if(count(missing) == 0)},
	{"name": "scope_bound_valid", "result": pass_if(scope_ok)},
]

pass_if(true) := "pass"

pass_if(false) := "fail"

default scope_ok := false

scope_ok if input.request.scope in authority.scope.decisions

scope_ok if "*" in authority.scope.decisions

missing := [object.pointer |
	some object in input.facts.derived.objects
	object.rehashed == null
]

blocking := [v | some v in violations; v.severity == "block"]

violations := sort({v | some v in found})

found contains {"code": "PRIVACY_EMAIL", "pointer": finding.pointer, "severity": "block"} if {
	some finding in input.facts.derived.findings
	finding.type == "email"
}

found contains {"code": "MISSING_PROVENANCE", "pointer": pointer, "severity": "block"} if some pointer in missing

found contains {"code": "NO_AUTHORITY", "pointer": "", "severity": "block"} if authority == null

found contains {"code": "SCOPE_VIOLATION", "pointer": "/request/scope", "severity": "block"} if {
	authority != null
	not scope_ok
}

found contains {"code": "INSUFFICIENT_EVIDENCE", "pointer": "/confidence", "severity": "warn"} if {
	input.proposal.confidence < data.governance.thresholds.confidence
}

default reason := null

reason := "UNSAFE_ACTION" if {
	some v in blocking
	v.code == "PRIVACY_EMAIL"
} else := "NO_AUTHORITY" if {
	authority == null
} else := "SCOPE_VIOLATION" if {
	not scope_ok
} else := "MISSING_PROVENANCE" if {
	count(missing) > 0
}
