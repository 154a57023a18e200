# Everything that Rego leaves to the module's own runtime, so that one answer of it stands for many instructions.
package sealgate.features

decision := {
	"arithmetic": arithmetic,
	"bits": bits_of,
	"collections": collections,
	"objects": objects,
	"patterns": patterns,
	"strings": strings_of,
	"types": [type_name(x) | some x in input.values],
	"walked": count([path | walk(input, [path, _])]),
}

arithmetic := [result |
	some a in input.numbers
	some b in input.numbers
	result := [a + b, a - b, a * b, quotient(a, b), remainder(a, b), a < b, a == b, abs(a), ceil(a), floor(a), round(b)]
]

default quotient(_, _) := null

quotient(a, b) := round((a / b) * 1000) if b != 0

default remainder(_, _) := null

remainder(a, b) := a % b if {
	b != 0
	a == round(a)
	b == round(b)
}

bits_of := [[bits.and(a, b), bits.or(a, b), bits.xor(a, b), bits.lsh(a, 3), bits.rsh(a, 2)] |
	some a in input.naturals
	some b in input.naturals
]

collections := {
	"concat": array.concat(input.values, input.strings),
	"difference": sort(set_of(input.strings) - {"a", "b"}),
	"intersection": sort(set_of(input.strings) & {"a", "b", "é"}),
	"max": max(input.numbers),
	"min": min(input.numbers),
	"range": numbers.range(count(input.strings), 0),
	"slice": array.slice(input.values, 1, 3),
	"sorted": sort(input.values),
	"sum": sum(input.naturals),
	"union": sort(set_of(input.strings) | set_of(input.values)),
}

set_of(items) := {x | some x in items}

objects := {
	"filtered": object.filter(input, ["naturals", "strings"]),
	"got": [object.get(input, ["deep", key], "none") | some key in input.strings],
	"keys": sort(object.keys(input.deep)),
	"removed": object.remove(input.deep, ["a"]),
	"union": object.union(input.deep, {"a": {"b": 1}}),
}

patterns := [[regex.match(`^[a-f0-9]+$`, s), regex.match(`(é|b+)c?`, s), glob.match("a*{b,c}", [], s)] | some s in input.strings]

strings_of := [[
	upper(s),
	lower(s),
	count(s),
	contains(s, "a"),
	startswith(s, "b"),
	endswith(s, "c"),
	indexof(s, "c"),
	replace(s, "a", "éé"),
	split(s, "b"),
	substring(s, 1, 2),
	trim(s, "a"),
	trim_space(s),
	concat("-", [s, s]),
	base64.encode(s),
	strings.reverse(s),
] |
	some s in input.strings
]
