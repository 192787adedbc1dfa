# A text that holds JSON: every kind of value, keys and elements of it.

$ printf '%s\n' '{"x":"{\"a\":{\"b c\":[1,2.50,\"t\\\\n\"]},\"n\":null,\"a.b\":3}"}' '{"x":" [true, {\"k\":1}] "}' '{"x":"12"}' '{"x":"\"text\""}' '{"x":"null"}' '{"x":"{\"a\":1} x"}' '{"x":null}' '{"x":{"a":1}}' '{"x":7}' | flitch 'select json(x) as j, json(x).a["b c"][-1] as t, json(x)[1].k as k, json(x)["a.b"] as dotted'
{"j":{"a":{"b c":[1,2.50,"t\\n"]},"n":null,"a.b":3},"t":"t\\n","k":null,"dotted":3}
{"j":[true, {"k":1}],"t":null,"k":1,"dotted":null}
{"j":12,"t":null,"k":null,"dotted":null}
{"j":"text","t":null,"k":null,"dotted":null}
{"j":null,"t":null,"k":null,"dotted":null}
{"j":null,"t":null,"k":null,"dotted":null}
{"j":null,"t":null,"k":null,"dotted":null}
{"j":{"a":1},"t":null,"k":null,"dotted":null}
{"j":7,"t":null,"k":null,"dotted":null}
! flitch: 1 line: `json(x)` could not be computed (first standard input:6)

# Deeper and default names; a list and its elements; what is computed with it.

$ flitch -i lines 'where json(line).ms > 1000 | select json(line).http.path, json(line).ms + 1 as more' app.jsonl
{"json_line.http.path":"/api/orders","more":5004}
{"json_line.http.path":"/api/users","more":1201}

$ printf '%s\n' '{"x":"[3,1,2]"}' | flitch 'set x = json(x) | select x, len(x) as n, 2 in x as has, x[:2] as first | explode first'
{"x":[3,1,2],"n":3,"has":true,"first":3}
{"x":[3,1,2],"n":3,"has":true,"first":1}

# A key that repeats, bytes that are no UTF-8, a line break within.

$ printf '%s\n' '{"x":"{\"a\":1,\"a\":2}"}' '{"x":"{\"a\":\n \"\\u00e9\"}"}' | flitch 'select json(x).a as a, json(x) as j'
{"a":2,"j":{"a":1,"a":2}}
{"a":"\u00e9","j":{"a":"\u00e9"}}

$ printf '{"a":"\377"}\n[1\n' | flitch -i lines 'select json(line).a as a'
{"a":"�"}
{"a":null}
! flitch: 1 line: `json(line)` could not be computed (first standard input:2)

$ flitch -i lines 'where json(line) | count' app.jsonl
{"count":0}
! flitch: 10 lines: `json(line)` was not a bool (first app.jsonl:1)

$ flitch -i lines 'select parse_json(line) as x' app.jsonl
! flitch: unknown function `parse_json`
!   select parse_json(line) as x
!          ^^^^^^^^^^^^^^^^
!   help: json(x).key, or the stage `parse json from x`
? 2
