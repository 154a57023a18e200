package sealgate.lib.privacy

found(findings, digest) := {[violation.code, violation.pointer] | some violation in refused} if {
	refused := deny with input as {"document": {"digest": digest}, "facts": {"derived": {"findings": findings}}}
}

email(pointer) := {"type": "email", "pointer": pointer, "detector": "email-1"}

withheld := {"saltedSha256": "00"}

test_privacy_email_fires if {
	found([email("/meta/operator"), email("/top_risks/0")], withheld) == {
		["PRIVACY_EMAIL", "/meta/operator"],
		["PRIVACY_EMAIL", "/top_risks/0"],
	}
}

test_privacy_email_fires_without_a_pointer if found([{"type": "email"}], withheld) == {["PRIVACY_EMAIL", ""]}

test_privacy_email_silent if found([], "sha256:document") == set()

test_privacy_finding_fires if {
	found([{"type": "phone", "pointer": "/meta/operator", "detector": "phone-1"}], withheld) == {["PRIVACY_FINDING", "/meta/operator"]}
	found([{"pointer": "/meta/operator"}], withheld) == {["PRIVACY_FINDING", "/meta/operator"]}
	found([null], withheld) == {["PRIVACY_FINDING", ""]}
}

test_privacy_finding_silent if {
	found([email("/meta/operator")], withheld) == {["PRIVACY_EMAIL", "/meta/operator"]}
	found([], "sha256:document") == set()
}

test_proposal_withheld_fires if {
	found([], withheld) == {["PROPOSAL_WITHHELD", ""]}
	found([], null) == {["PROPOSAL_WITHHELD", ""]}
}

test_proposal_withheld_silent if {
	found([], "sha256:document") == set()
	found([email("/meta/operator")], withheld) == {["PRIVACY_EMAIL", "/meta/operator"]}
}
