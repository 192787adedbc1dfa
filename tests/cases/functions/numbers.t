# min and max of one record: what is chosen keeps its spelling.
$ printf '{"a":1.50,"b":7,"c":"x"}\n{"a":2,"b":null}\n{"a":"3","b":10}\n' | flitch 'select min(a, b) as low, max(a, b) as high, max(a, c) as odd'
{"low":1.50,"high":7,"odd":null}
{"low":null,"high":null,"odd":null}
{"low":"3","high":10,"odd":null}
! flitch: 1 line: `max(a, c)` could not be computed (first standard input:1)

# Text from a text format is a number beside a number, and text beside text.
$ printf 'a=9 b=10 c=x\n' | flitch -i logfmt 'select max(a, b) as n, min(c, "abc") as t, max(a, 9.5) as f'
{"n":10,"t":"abc","f":9.5}

# With one argument they are aggregates, in and out of place.
$ flitch 'max(ms), min(ms)' app.jsonl
{"max_ms":5003,"min_ms":3}
$ flitch 'where max(ms) > 3' app.jsonl
! flitch: `max` is an aggregate: it opens a stage of its own
!   where max(ms) > 3
!         ^^^^^^^
!   help: ... | max(x) by key
!   help: max(a, b, ...)
? 2
$ flitch 'max(ms, 3) by service' app.jsonl
! flitch: `max` takes one argument
!   max(ms, 3) by service
!   ^^^^^^^^^^
!   help: max(x)
? 2
$ flitch 'max(max(ms, 100)) as m by service' app.jsonl
{"service":"api","m":5003}
{"service":"worker","m":730}
{"service":"auth","m":100}

# Kinds that are known apart are refused at once, others are counted.
$ flitch 'select max(now(), 5) as m' app.jsonl
! flitch: a time and a number have no order
!   select max(now(), 5) as m
!                     ^
? 2
$ flitch 'select max(ms, 1s) as m | head 1' app.jsonl
{"m":null}
! flitch: 1 line: `max(ms, 1s)` could not be computed (first app.jsonl:1)
$ flitch 'select clamp(ms, 10, 3) as m | head 1' app.jsonl
{"m":null}
! flitch: 1 line: `clamp(ms, 10, 3)` could not be computed (first app.jsonl:1)
$ flitch 'select clamp(ms * 1ms, 10ms, 1s) as m | head 5' app.jsonl
{"m":"12.5ms"}
{"m":"10ms"}
{"m":"48ms"}
{"m":"87.25ms"}
{"m":"1s"}

# sign and trunc.
$ printf '{"x":-2.5}\n{"x":0}\n{"x":"7.9"}\n{"x":"abc"}\n{"x":null}\n' | flitch 'select sign(x) as s, trunc(x) as t'
{"s":-1,"t":-2}
{"s":0,"t":0}
{"s":1,"t":7}
{"s":null,"t":null}
{"s":null,"t":null}
! flitch: 1 line: `sign(x)` could not be computed (first standard input:4); 1 line: `trunc(x)` could not be computed (first standard input:4)

# Buckets: an edge opens its own, below the first there is none.
$ printf '{"x":9}\n{"x":10}\n{"x":"99.9"}\n{"x":100}\n{"x":null}\n{"x":"abc"}\n' | flitch 'select x, bucket(x, (10, 100)) as b, log_bucket(x, 10) as p'
{"x":9,"b":null,"p":1}
{"x":10,"b":10,"p":10}
{"x":"99.9","b":10,"p":10}
{"x":100,"b":100,"p":100}
{"x":null,"b":null,"p":null}
{"x":"abc","b":null,"p":null}
! flitch: 2 lines: `bucket(x, (10, 100))` could not be computed (first standard input:1); 1 line: `log_bucket(x, 10)` could not be computed (first standard input:6)
$ flitch 'count by bucket(time, (t"2026-03-02T09:00Z", t"2026-03-02T09:05Z"))' access.log
{"time":"2026-03-02T09:00:00Z","count":9}
{"time":"2026-03-02T09:05:00Z","count":5}
$ flitch 'select bucket(ms, 10) as b' app.jsonl
! flitch: the edges of buckets are a list
!   select bucket(ms, 10) as b
!                     ^^
!   help: bucket(ms, (0, 10, 100))
!   help: for buckets of one width: bin(ms, 10)
? 2
$ flitch 'select bucket(ms, (10, 10)) as b' app.jsonl
! flitch: edges must rise
!   select bucket(ms, (10, 10)) as b
!                          ^^
!   help: (0, 10, 100)
? 2
$ flitch 'select bucket(ms, (10, 5s)) as b' app.jsonl
! flitch: edges must be of one kind
!   select bucket(ms, (10, 5s)) as b
!                          ^^
!   help: (0s, 100ms, 1s)
? 2
$ flitch 'select bucket(ms, (0, status)) as b' app.jsonl
! flitch: an edge is a number, a duration or a time, written out
!   select bucket(ms, (0, status)) as b
!                         ^^^^^^
!   help: (0, 10, 100)
? 2
$ flitch 'select bucket(ms, ("a", "b")) as b' app.jsonl
! flitch: an edge is a number, a duration or a time, written out
!   select bucket(ms, ("a", "b")) as b
!                      ^^^
!   help: (0, 10, 100)
? 2
$ flitch 'select bucket(hour(ts), (1s, 2s)) as b' app.jsonl
! flitch: `hour(ts)` is of another kind than these edges
!   select bucket(hour(ts), (1s, 2s)) as b
!                           ^^^^^^^^
!   help: a number becomes a duration by its unit: ms * 1ms
? 2

# Functions of other languages.
$ flitch 'select pow(ms, 2) as x' app.jsonl
! flitch: unknown function `pow`
!   select pow(ms, 2) as x
!          ^^^^^^^^^^
!   help: x ** y
? 2
$ flitch 'select log10(ms) as x' app.jsonl
! flitch: unknown function `log10`
!   select log10(ms) as x
!          ^^^^^^^^^
!   help: log(x, 10), log(x, 2)
? 2
