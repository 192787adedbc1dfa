# What random pipelines with states, times and rewriting found beside the naive interpreter.

# A failed assertion shows its row, whatever later stages made of the rows before it.
$ printf '{"a":1}\n{"a":2,"b":[1,2]}\n' | flitch 'assert a > 1 | explode b'
! flitch: standard input:1: assert failed: `a > 1` is not true
!   {"a":1}
? 1
$ printf '{"a":2,"b":[1,2]}\n{"a":1,"b":"x"}\n' | flitch 'assert a > 1 | explode b'
{"a":2,"b":1}
{"a":2,"b":2}
! flitch: standard input:2: assert failed: `a > 1` is not true
!   {"a":1,"b":"x"}
? 1

# What a later stage holds when an assertion fails is no result.
$ printf 'x\ny\n' | flitch 'top 5 line | assert count > 1 | count'
! flitch: assert failed: `count > 1` is not true
!   line=x count=1
? 1
$ printf 'b=2\na=1\n' | flitch 'sort line | assert b > 1 | tail 3'
! flitch: standard input:2: assert failed: `b > 1` is not true
!   a=1
? 1

# What was noted of rows that came late is told, though the run failed.
$ printf 'e=537\n' | flitch 'tail 1 | assert e'
! flitch: standard input:1: assert failed: `e` is not true
!   e=537
! flitch: 1 line: `e` was not a bool
? 1

# Keys compare as text where buckets are filled and columns made: `"1"` and `1` are one.
$ printf '{"t":"2026-01-01T00:00:00Z","e":"1"}\n{"t":"2026-01-01T00:02:00Z","e":1}\n' | flitch 'count every 1m on t by e | fill'
{"t":"2026-01-01T00:00:00Z","e":"1","count":1}
{"t":"2026-01-01T00:01:00Z","e":"1","count":0}
{"t":"2026-01-01T00:02:00Z","e":1,"count":1}
$ printf '{"k":"1","v":"a"}\n{"k":1,"v":"b"}\n' | flitch 'count by k, v | pivot v'
{"k":"1","a":1,"b":1}

# A combination that has no time occurred as well.
$ printf '{"t":"2026-01-01T00:00:00Z","e":"a"}\n{"e":"b"}\n' | flitch 'count every 1m on t by e | fill'
{"t":"2026-01-01T00:00:00Z","e":"a","count":1}
{"t":"2026-01-01T00:00:00Z","e":"b","count":0}
{"t":null,"e":"b","count":1}

# No column of a pivot hides another: not a key, and not that of None.
$ printf '{"a":"x","b":"a"}\n{"a":"x","b":"null"}\n{"a":"x"}\n{"a":"x"}\n' | flitch 'count by a, b | pivot b'
{"a":"x","a_2":1,"null":1,"null_2":2}
$ printf '{"a":"x","b":"null"}\n{"a":"x"}\n' | flitch 'count, max(b) by a, b | pivot b'
{"a":"x","count_null":1,"max_b_null":"null","count_null_2":1,"max_b_null_2":null}

# The record of a session is that of its first record, without escapes.
$ printf '%s\n' '{"c":"\u002B1","time":"2026-01-01T00:00:00Z"}' '{"c":"\u002B1","time":"2026-01-01T01:00:00Z"}' | flitch 'sessions first(c) gap 1m by c'
{"c":"+1","start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:00:00Z","duration":"0s","count":1,"first_c":"+1"}
{"c":"+1","start":"2026-01-01T01:00:00Z","end":"2026-01-01T01:00:00Z","duration":"0s","count":1,"first_c":"+1"}
$ printf '%s\n' '{"c":"1","time":"2026-01-01T00:00:00Z"}' '{"c":1,"time":"2026-01-01T01:00:00Z"}' | flitch 'sessions gap 1m by c'
{"c":"1","start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:00:00Z","duration":"0s","count":1}
{"c":1,"start":"2026-01-01T01:00:00Z","end":"2026-01-01T01:00:00Z","duration":"0s","count":1}

# The time of a running rate may be a number, as anywhere.
$ printf '%s\n' '{"n":1,"time":1767225600}' '{"n":4,"time":"1767225602"}' '{"n":5,"time":"2026-01-01T00:00:04Z"}' | flitch 'running rate(n)'
{"n":1,"time":1767225600,"rate_n":null}
{"n":4,"time":"1767225602","rate_n":1.5}
{"n":5,"time":"2026-01-01T00:00:04Z","rate_n":0.5}

# What does not count is not looked at.
$ printf '%s\n' '{"n":"x"}' '{"n":1}' | flitch 'running sum(n + 1) where is_number(n) as s'
{"n":"x","s":null}
{"n":1,"s":2}

# The ledger names the bucket, and not the keys after it.
$ printf '%s\n' '{"time":"soon","k":1}' | flitch 'count every 5m, k'
{"time":null,"k":1,"count":1}
! flitch: 1 line: `every 5m` could not be computed (first standard input:1)

# `for` takes one value, and numbers below 0; what is named twice is shown once.
$ printf '{"a":-1}\n' | flitch 'count by a for (500)'
{"a":500,"count":0}
{"a":-1,"count":1}
$ printf '{"a":-1}\n' | flitch 'count by a for (0, -1, 0, "0")'
{"a":0,"count":0}
{"a":-1,"count":1}

# The bin of minus zero is that of zero.
$ printf '{"a":0}\n{"a":-0.0}\n{"a":0.3}\n' | flitch 'hist(a, 0.5)'
{"hist_a":[[0.0,3]]}
$ printf '{"a":0}\n{"a":-0.0}\n{"a":0.3}\n' | flitch 'count by bin(a, 0.5)'
{"a":0.0,"count":3}

# A share may be followed by a seed.
$ flitch 'sample 25% seed 4 | select status' access.log
{"status":200}
{"status":302}
{"status":503}
{"status":201}
