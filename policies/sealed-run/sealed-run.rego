# METADATA
# title: Sealed runs (seed 002)
# description: May this run be sealed? Five checks and five gates, each evaluated from facts.
package sealgate.sealed_run

import data.sealgate.lib.authority
import data.sealgate.lib.claims
import data.sealgate.lib.contract
import data.sealgate.lib.privacy
import data.sealgate.lib.verdict

# METADATA
# entrypoint: true
# title: The decision
decision := verdict.decide(rules, violations, checks, gates)

# What the release requires of this kind. Without it nothing is allowed.
default rules := {}

rules := contract.kind_rules if input.kind == "sealed-run"

# Every rule that can refuse. A file of its own in this folder adds to `deny` and is counted here.
violations := union({deny, authority.deny, claims.deny, contract.deny, privacy.deny})

checks := [
	{"name": "authority_present", "result": authority.authority_present},
	{"name": "evidence_threshold_met", "result": evidence_threshold_met},
	{"name": "policy_not_expired", "result": authority.policy_not_expired},
	{"name": "provenance_complete", "result": provenance_complete},
	{"name": "scope_bound_valid", "result": scope_bound_valid},
]

gates := [
	{"name": "authority_envelope_complete", "result": authority.authority_envelope_complete},
	{"name": "inputs_hashed", "result": inputs_hashed},
	{"name": "policy_hash_matches", "result": policy_hash_matches},
	{"name": "refusal_checks_recorded", "result": refusal_checks_recorded},
	{"name": "schema_version_valid", "result": contract.schema_version_valid},
]

default scope_bound_valid := "fail"

scope_bound_valid := "pass" if {
	authority.scope_granted
	authority.delegation_holds
	decision_in_scope
	wider == []
}

default evidence_threshold_met := "fail"

evidence_threshold_met := "pass" if {
	is_number(input.proposal.decision_state.confidence_pct)
	input.proposal.decision_state.confidence_pct >= data.governance.thresholds.confidencePct
}

default provenance_complete := "fail"

provenance_complete := "pass" if {
	has_inputs
	all_proven
	prompts_distinct
}

default policy_hash_matches := "fail"

policy_hash_matches := "pass" if input.proposal.policy_hash == data.governance.policyHash

default inputs_hashed := "fail"

inputs_hashed := "pass" if {
	has_inputs
	inputs_rehashed
}

inputs_rehashed if all_proven

inputs_rehashed if {
	altered := [item | some item in objects; item.role == "input"; not item.rehashed == item.digest]
	altered == []
}

default refusal_checks_recorded := "fail"

refusal_checks_recorded := "pass" if verdict.covers(checks, rules.requiredChecks)

objects := input.facts.derived.objects

# Every object that the run names was put by the caller, and its bytes were hashed again and agree.
all_proven if {
	digests := [item.digest | some item in objects]
	digests == [item.rehashed | some item in objects]
	count(digests) == count(objects)
	absent := {digest | some digest in digests} - put
	absent == set()
}

put := {item.digest | some item in input.facts.observed.objects; item.present == true}

unproven := [item.pointer | some item in objects; not proven(item)]

proven(item) if {
	item.rehashed == item.digest
	item.digest in put
}

# At least one input, and an object for each file that the run names.
has_inputs if {
	files := count(input.proposal.inputs_snapshot.files)
	files > 0
	guides := (count(input.proposal.prompts) + count(input.proposal.policies)) + count(input.proposal.schemas)
	count(objects) == files + guides
}

# The authority envelope holds prompts by path.
prompts_distinct if count({prompt.path | some prompt in input.proposal.prompts}) == count(input.proposal.prompts)

decision_in_scope if {
	input.proposal.decision_state.decision_id == input.request.scope
	input.request.scope in input.proposal.scope_bound.decisions
}

# The lists of scope_bound that go beyond the grant.
default wider := ["decisions"]

wider := authority.wider(authority.used.scope, input.proposal.scope_bound) if count(input.proposal.scope_bound) == 5

# METADATA
# title: Decision outside the scope asked for
# description: The decision of the run is not the scope that the request names, or scope_bound does not list it.
# custom:
#   code: SCOPE_VIOLATION
#   reasonCode: SCOPE_VIOLATION
#   remediation: Ask with scope equal to decision_state.decision_id and list that decision in scope_bound.decisions.
deny contains {
	"code": "SCOPE_VIOLATION",
	"pointer": "/decision_state/decision_id",
	"severity": "block",
	"reason": "SCOPE_VIOLATION",
} if {
	not decision_in_scope
}

# METADATA
# title: scope_bound wider than the grant
# description: A list of scope_bound is missing or names something that the grant in use does not reach.
# custom:
#   code: SCOPE_VIOLATION
#   reasonCode: SCOPE_VIOLATION
#   remediation: Narrow the list at the pointer to what the grant allows, or ask for a wider grant.
deny contains {
	"code": "SCOPE_VIOLATION",
	"pointer": concat("", ["/scope_bound/", list]),
	"severity": "block",
	"reason": "SCOPE_VIOLATION",
} if {
	some list in wider
	authority.used != null
}

# METADATA
# title: Policy hash differs
# description: The run names another policy baseline than the one that is deciding.
# custom:
#   code: POLICY_HASH_MISMATCH
#   reasonCode: POLICY_EXPIRED
#   remediation: Set policy_hash to the SHA-256 of the released POLICY_BASELINE.md, or decide the run again under that policy.
deny contains {
	"code": "POLICY_HASH_MISMATCH",
	"pointer": "/policy_hash",
	"severity": "block",
	"reason": "POLICY_EXPIRED",
} if {
	policy_hash_matches == "fail"
}

# METADATA
# title: No inputs
# description: The run names no input, so nothing shows what it was made from.
# custom:
#   code: MISSING_PROVENANCE
#   reasonCode: MISSING_PROVENANCE
#   remediation: Upload the input files and name each with path and sha256 in inputs_snapshot.files.
deny contains {
	"code": "MISSING_PROVENANCE",
	"pointer": "/inputs_snapshot/files",
	"severity": "block",
	"reason": "MISSING_PROVENANCE",
} if {
	not has_inputs
}

# METADATA
# title: Object missing or altered
# description: A file that the run names was not put by the caller, is not there, or has other bytes than named. The first twenty are listed.
# custom:
#   code: MISSING_PROVENANCE
#   reasonCode: MISSING_PROVENANCE
#   remediation: Upload the very file with PUT /v1/objects/sha256:<hex> first, or correct its sha256 at the pointer.
deny contains {
	"code": "MISSING_PROVENANCE",
	"pointer": pointer,
	"severity": "block",
	"reason": "MISSING_PROVENANCE",
} if {
	not all_proven
	some i, pointer in unproven
	i < privacy.listed
}

# METADATA
# title: Prompt named twice
# description: Two prompts have one path, so that the envelope's digests by path would name fewer prompts than were used.
# custom:
#   code: PATH_REPEATED
#   reasonCode: MISSING_PROVENANCE
#   remediation: Give each prompt a path of its own.
deny contains {
	"code": "PATH_REPEATED",
	"pointer": "/prompts",
	"severity": "block",
	"reason": "MISSING_PROVENANCE",
} if {
	not prompts_distinct
}

# METADATA
# title: Confidence below the threshold
# description: decision_state.confidence_pct is lower than the policy asks for. The run is sealed all the same and carries the warning.
# custom:
#   code: INSUFFICIENT_EVIDENCE
#   reasonCode: INSUFFICIENT_EVIDENCE
#   remediation: Gather more evidence before the decision is relied on; nothing needs to be sent again.
deny contains {
	"code": "INSUFFICIENT_EVIDENCE",
	"pointer": "/decision_state/confidence_pct",
	"severity": "warn",
	"reason": "INSUFFICIENT_EVIDENCE",
} if {
	evidence_threshold_met == "fail"
}

# METADATA
# title: Required checks not made
# description: The release requires a check that this policy does not make, or requires none.
# custom:
#   code: CHECKS_INCOMPLETE
#   reasonCode: UNSAFE_ACTION
#   remediation: Bring policies/data/kinds.json and the policy of the kind into agreement and release them together.
deny contains {
	"code": "CHECKS_INCOMPLETE",
	"pointer": "",
	"severity": "block",
	"reason": "UNSAFE_ACTION",
} if {
	refusal_checks_recorded == "fail"
}
