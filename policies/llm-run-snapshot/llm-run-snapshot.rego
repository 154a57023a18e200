# METADATA
# title: Snapshots of LLM runs (seed 002)
# description: May this row of LLM_OUTPUT be sealed as it stands? Five checks and the three gates that have something to look at.
package sealgate.llm_run_snapshot

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

rules := contract.kind_rules if input.kind == "llm-run-snapshot"

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
	{"name": "refusal_checks_recorded", "result": refusal_checks_recorded},
	{"name": "schema_version_valid", "result": contract.schema_version_valid},
]

default scope_bound_valid := "fail"

scope_bound_valid := "pass" if {
	authority.scope_granted
	authority.delegation_holds
}

default evidence_threshold_met := "fail"

evidence_threshold_met := "pass" if {
	is_number(input.proposal.kpis.summary_confidence_pct)
	input.proposal.kpis.summary_confidence_pct >= data.governance.thresholds.confidencePct
}

default provenance_complete := "fail"

provenance_complete := "pass" if {
	self_hash_matches
	input.facts.derived.exportAgeMillis >= 0
	export_recent
}

default refusal_checks_recorded := "fail"

refusal_checks_recorded := "pass" if verdict.covers(checks, rules.requiredChecks)

self_hash_matches if input.facts.derived.selfHash.matches == true

export_recent if {
	input.facts.derived.exportAgeMillis <= data.governance.thresholds.exportAgeMillis
	is_number(input.facts.derived.exportAgeMillis)
}

# METADATA
# title: Self hash does not match
# description: The hash in the document is not the SHA-256 of the document with an empty hash (RFC 8785).
# custom:
#   code: SELF_HASH_MISMATCH
#   reasonCode: MISSING_PROVENANCE
#   remediation: Export the row again and send the file unchanged.
deny contains {
	"code": "SELF_HASH_MISMATCH",
	"pointer": "/hash",
	"severity": "block",
	"reason": "MISSING_PROVENANCE",
} if {
	not self_hash_matches
}

# METADATA
# title: Exported in the future
# description: export_timestamp is later than the time of the decision.
# custom:
#   code: EXPORT_IN_FUTURE
#   reasonCode: MISSING_PROVENANCE
#   remediation: Set the clock of the exporting machine and export the row again.
deny contains {
	"code": "EXPORT_IN_FUTURE",
	"pointer": "/meta/export_timestamp",
	"severity": "block",
	"reason": "MISSING_PROVENANCE",
} if {
	input.facts.derived.exportAgeMillis < 0
	is_number(input.facts.derived.exportAgeMillis)
}

# METADATA
# title: Export too old
# description: The age of the export is unknown or more than the policy allows (one day).
# custom:
#   code: EXPORT_STALE
#   reasonCode: MISSING_PROVENANCE
#   remediation: Export the row again and send it within a day.
deny contains {
	"code": "EXPORT_STALE",
	"pointer": "/meta/export_timestamp",
	"severity": "block",
	"reason": "MISSING_PROVENANCE",
} if {
	not export_recent
}

# METADATA
# title: Confidence below the threshold
# description: kpis.summary_confidence_pct is lower than the policy asks for. The snapshot is sealed all the same and carries the warning.
# custom:
#   code: INSUFFICIENT_EVIDENCE
#   reasonCode: INSUFFICIENT_EVIDENCE
#   remediation: Gather more evidence before the run is relied on; nothing needs to be sent again.
deny contains {
	"code": "INSUFFICIENT_EVIDENCE",
	"pointer": "/kpis/summary_confidence_pct",
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
