# As the test policy, but its answer depends on when it is asked: no release may hold it.
package sealgate

sealed_run["decision"] := {"outcome": "allow", "now": time.now_ns()}

llm_run_snapshot["decision"] := {"outcome": "allow", "now": time.now_ns()}
