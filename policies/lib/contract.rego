# METADATA
# title: What every decision presupposes
# description: A known input, facts to judge, and the policy release that the engine says it asks.
package sealgate.lib.contract

# What the release requires of the kind.
kind_rules := data.governance.kinds[input.kind]

known_input if {
	input.inputVersion == "1"
	input.phase == "publish"
	is_object(kind_rules)
}

facts_present if {
	is_array(input.facts.derived.findings)
	is_array(input.facts.derived.objects)
	is_array(input.facts.observed.objects)
	input.facts.observed.actor.id == input.actor.id
	input.facts.observed.clock == input.context.evaluatedAt
}

release_agrees if {
	input.context.policyHash == data.governance.policyHash
	input.context.policyVersion == data.governance.policyVersion
}

default schema_version_valid := "fail"

schema_version_valid := "pass" if {
	input.proposal.schema_version == kind_rules.schemaVersion
	input.context.schemaVersion == kind_rules.schemaVersion
}

# METADATA
# title: Input that this policy does not know
# description: The decision input has another version, phase or kind than these rules were written for.
# custom:
#   code: INPUT_UNSUPPORTED
#   reasonCode: UNSAFE_ACTION
#   remediation: Release a policy that knows the kind and phase, or ask with the version of the input that it knows.
deny contains {"code": "INPUT_UNSUPPORTED", "pointer": "", "severity": "block", "reason": "UNSAFE_ACTION"} if {
	not known_input
}

# METADATA
# title: Facts missing
# description: The engine gave no findings or objects to judge, or its own word about caller and clock differs from the input's.
# custom:
#   code: FACTS_MISSING
#   reasonCode: MISSING_PROVENANCE
#   remediation: Report it, for an engine that asks without facts is at fault; nothing can be decided without them.
deny contains {"code": "FACTS_MISSING", "pointer": "", "severity": "block", "reason": "MISSING_PROVENANCE"} if {
	not facts_present
}

# METADATA
# title: Engine and policy release disagree
# description: Version or hash of the policy in the input's context are not those of the release that is deciding.
# custom:
#   code: POLICY_CONTEXT_MISMATCH
#   reasonCode: POLICY_EXPIRED
#   remediation: Restart the engine so that it and its sidecar load the promoted release.
deny contains {"code": "POLICY_CONTEXT_MISMATCH", "pointer": "", "severity": "block", "reason": "POLICY_EXPIRED"} if {
	not release_agrees
}

# METADATA
# title: Schema version not supported
# description: The proposal names a schema version that the policy does not accept for its kind.
# custom:
#   code: SCHEMA_VERSION_UNSUPPORTED
#   reasonCode: UNSAFE_ACTION
#   remediation: Export the document in the schema version that the policy's data names for the kind.
deny contains {
	"code": "SCHEMA_VERSION_UNSUPPORTED",
	"pointer": "/schema_version",
	"severity": "block",
	"reason": "UNSAFE_ACTION",
} if {
	schema_version_valid == "fail"
}
