# METADATA
# title: What a caller may not claim
# description: Authority, gate outcomes, refusals and the like are the gate's to state; a caller that brings its own is refused.
package sealgate.lib.claims

import data.sealgate.lib.contract

permitted(name) if name in contract.kind_rules.allowedClaims

# METADATA
# title: Caller claims what only the gate states
# description: The proposal carries a member such as authority_envelope, gate_outcomes, checks, refusal or enforcement, which only the gate may write.
# custom:
#   code: AUTHORITY_CLAIMED
#   reasonCode: UNSAFE_ACTION
#   remediation: Leave the member out of the proposal; the gate adds its own.
deny contains {"code": "AUTHORITY_CLAIMED", "pointer": pointer, "severity": "block", "reason": "UNSAFE_ACTION"} if {
	some name, _ in input.claims
	not permitted(name)
	pointer := concat("", ["/", name])
}
