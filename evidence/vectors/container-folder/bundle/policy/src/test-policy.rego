# The policy of the verifier's own tests: its answers stand in its data, so that a test can have any answer that it needs from a module
# that really gives it. Compiled by
#   opa build -t wasm -e sealgate/sealed_run/decision -e sealgate/llm_run_snapshot/decision -e sealgate/other/decision
# with the capabilities beside it; policy.wasm of the archive is test-policy.wasm here.
package sealgate

sealed_run["decision"] := answer

llm_run_snapshot["decision"] := answer

other["decision"] := answer

answer := data.test.deny[input.kind] if {
	not data.test.mode
	count(input.facts.derived.findings) > 0
}

answer := data.test.allow[input.kind] if {
	not data.test.mode
	count(input.facts.derived.findings) == 0
}

answer := data.test.deny[input.kind] if data.test.mode == "deny"

# two values for one rule: the module aborts
answer := {"outcome": "one"} if data.test.mode == "conflict"

answer := {"outcome": "two"} if data.test.mode == "conflict"

# longer than any budget
answer := {"outcome": "late", "count": count(late)} if data.test.mode == "spin"

late := [1 |
	some a in numbers.range(1, 1000)
	some b in numbers.range(1, 1000)
	some c in numbers.range(1, 1000)
	(a + b) + c < 0
]
