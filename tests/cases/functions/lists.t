# any and all: bools of a list, or conditions.
$ printf '{"x":[true,false]}\n{"x":[]}\n{"x":[true,1]}\n{"x":null}\n{"x":"true"}\n' | flitch 'select any(x) as any, all(x) as all'
{"any":true,"all":false}
{"any":false,"all":true}
{"any":null,"all":null}
{"any":false,"all":false}
{"any":null,"all":null}
! flitch: 2 lines: `any(x)` could not be computed (first standard input:3); 2 lines: `all(x)` could not be computed (first standard input:3)
$ flitch 'where all((level == "info", service in ("api", "auth"))) | count' app.jsonl
{"count":4}
$ flitch 'select any() as x' app.jsonl
! flitch: `any` takes 1 to 64 arguments, and got 0
!   select any() as x
!          ^^^^^
!   help: any(x) or any((a, b, ...))
? 2

# join, as a function and as a method.
$ printf '{"x":["a","b\\n",null,1.50,["c"]]}\n{"x":[]}\n{"x":"ab"}\n{"x":null}\n' | flitch 'select join(x, "-") as f, "-".join(x) as m'
{"f":"a-b\n--1.50-[\"c\"]","m":"a-b\n--1.50-[\"c\"]"}
{"f":"","m":""}
{"f":null,"m":null}
{"f":null,"m":null}
! flitch: 1 line: `join(x, "-")` could not be computed (first standard input:3); 1 line: `"-".join(x)` could not be computed (first standard input:3)
$ flitch 'select join((service, user, ms), "/") as x | head 2' app.jsonl
{"x":"api/alice/12.5"}
{"x":"worker//3"}
$ flitch 'select join((service, user), ("a", "b")) as x' app.jsonl
! flitch: a separator is a text
!   select join((service, user), ("a", "b")) as x
!                                ^^^^^^^^^^
!   help: join(x, separator) or separator.join(x)
? 2

# contains and index.
$ printf '{"x":["a",2,"b"]}\n{"x":"xayb"}\n{"x":{"a":1}}\n{"x":null}\n' | flitch 'select contains(x, "a") as a, contains(x, 2.0) as two, index(x, "b") as b, index(x, 2) as at'
{"a":true,"two":true,"b":2,"at":1}
{"a":true,"two":false,"b":3,"at":null}
{"a":true,"two":false,"b":null,"at":null}
{"a":false,"two":false,"b":null,"at":null}
$ flitch 'where contains((500, 502), status) | count' app.jsonl
{"count":2}
