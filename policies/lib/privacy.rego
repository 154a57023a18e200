# METADATA
# title: What the privacy sensors found
# description: Sensors find, these rules judge. A finding carries neither the value nor a hash of it.
package sealgate.lib.privacy

findings := input.facts.derived.findings

# So many are listed, in the order of their pointers; whoever mends these and asks again is told the next. Sorting more
# than a few costs a decision its time, and one is enough to refuse.
listed := 20

default pointer_of(_) := ""

pointer_of(finding) := finding.pointer if is_string(finding.pointer)

document_whole if is_string(input.document.digest)

# METADATA
# title: E-mail address in the proposal
# description: A text of the proposal, or a name of a member, holds an e-mail address.
# custom:
#   code: PRIVACY_EMAIL
#   reasonCode: UNSAFE_ACTION
#   remediation: Remove the address at the pointer (a person's role says enough) and propose again.
deny contains {"code": "PRIVACY_EMAIL", "pointer": pointer, "severity": "block", "reason": "UNSAFE_ACTION"} if {
	some i, finding in findings
	i < listed
	finding.type == "email"
	pointer := pointer_of(finding)
}

# METADATA
# title: Personal or secret data in the proposal
# description: A sensor found something for which there is no rule of its own; what is not judged is refused.
# custom:
#   code: PRIVACY_FINDING
#   reasonCode: UNSAFE_ACTION
#   remediation: Remove what stands at the pointer and propose again.
deny contains {"code": "PRIVACY_FINDING", "pointer": pointer, "severity": "block", "reason": "UNSAFE_ACTION"} if {
	some i, finding in findings
	i < listed
	not finding.type == "email"
	pointer := pointer_of(finding)
}

# METADATA
# title: Something was withheld
# description: Part of the document was withheld from the policy, and no finding says why; what cannot be judged is refused.
# custom:
#   code: PROPOSAL_WITHHELD
#   reasonCode: UNSAFE_ACTION
#   remediation: Report it, for sensors that withhold without a finding are a fault of the gate.
deny contains {"code": "PROPOSAL_WITHHELD", "pointer": "", "severity": "block", "reason": "UNSAFE_ACTION"} if {
	not document_whole
	count(findings) == 0
}
