# Keyed state in order: what the examples do not show.

# None is a key of its own, and text and numbers of one spelling are one key.
$ printf '{"k":1,"n":1}\n{"k":"1","n":2}\n{"n":3}\n{"k":null,"n":4}\n{"k":"","n":5}\n' | flitch -i json 'head 1 by k'
{"k":1,"n":1}
{"n":3}
{"k":"","n":5}
$ printf '{"k":1,"n":1}\n{"k":"1","n":2}\n{"n":3}\n{"k":null,"n":4}\n{"k":"","n":5}\n' | flitch -i json 'tail 1 by k'
{"k":"1","n":2}
{"k":null,"n":4}
{"k":"","n":5}
$ printf '{"k":1,"n":1}\n{"k":"1","n":2}\n{"n":3}\n{"k":null,"n":4}\n{"k":"","n":5}\n' | flitch -i json 'dedup consecutive k'
{"k":1,"n":1}
{"n":3}
{"k":"","n":5}
$ flitch 'head 0 by ip' access.log
$ flitch 'tail 0 by ip' access.log
$ printf 'a\r\na\nb\nb' | flitch 'dedup consecutive'
\a\r
b

# Bytes come out as they were, whichever step kept them.
$ printf 'k=1 \377\r\nk=2  x\nk=1 y' | flitch -i logfmt 'tail 1 by k'
k=2  x
\k=1 y\

# A running value is there for every record; None and bad values leave it as it was.
$ printf '{"x":1}\n{"x":null}\n{"x":"two"}\n{"x":"3"}\n' | flitch -i json 'running sum(x), count, count(x), prev(x), delta(x)'
{"x":1,"sum_x":1,"count":1,"count_x":1,"prev_x":null,"delta_x":null}
{"x":null,"sum_x":1,"count":2,"count_x":1,"prev_x":1,"delta_x":null}
{"x":"two","sum_x":1,"count":3,"count_x":2,"prev_x":null,"delta_x":null}
{"x":"3","sum_x":4,"count":4,"count_x":3,"prev_x":"two","delta_x":2}
! flitch: 1 line: `x` was nothing that `sum` takes (first standard input:3); 1 line: `delta(x)` could not be computed (first standard input:3)
$ printf '{"t":"2026-01-01T00:00:00Z","x":1}\n{"t":"2026-01-01T00:00:00Z","x":5}\n{"t":"soon","x":6}\n{"t":"2026-01-01T00:00:10Z","x":7}\n' | flitch -i json 'running rate(x, t) as r, delta(t) as d'
{"t":"2026-01-01T00:00:00Z","x":1,"r":null,"d":null}
{"t":"2026-01-01T00:00:00Z","x":5,"r":null,"d":"0s"}
{"t":"soon","x":6,"r":null,"d":null}
{"t":"2026-01-01T00:00:10Z","x":7,"r":0.2,"d":"10s"}
! flitch: 2 lines: `rate(x, t)` could not be computed (first standard input:2); 1 line: `delta(t)` could not be computed (first standard input:3)
$ flitch 'running p95(bytes)' access.log
! flitch: `p95` cannot be kept running: it would sort all values again for each record
!   running p95(bytes)
!           ^^^^^^^^^^
!   help: p95(bytes) by key
!   help: annotate p95(bytes) by key
? 2
$ flitch 'running delta(bytes) where status >= 500' access.log
! flitch: `delta` looks at the record before and takes no `where`
!   running delta(bytes) where status >= 500
!                              ^^^^^^^^^^^^^
!   help: where ... | running delta(x)
? 2
$ flitch 'running prev()' access.log
! flitch: `prev` takes one field
!   running prev()
!           ^^^^^^
!   help: running prev(x)
? 2
$ flitch 'running' access.log
! flitch: `running` needs an argument
!   running
!   ^^^^^^^
!   help: running AGGREGATE|prev(x)|delta(x)|rate(x) [where P] [as NAME], ... [by KEY, ...]
? 2
$ flitch 'running bytes by ip' access.log
! flitch: unknown aggregate `bytes`
!   running bytes by ip
!           ^^^^^
!   help: flitch help aggregates lists them
!   help: count by bytes
? 2
$ flitch 'running sum(bytes), sum(bytes)' access.log
! flitch: two columns are named `sum_bytes`
!   running sum(bytes), sum(bytes)
!                       ^^^^^^^^^^
!   help: give one another name: ... as sum_bytes_2
? 2

# A session needs a time; a late record joins within the gap.
$ printf '{"time":"2026-01-01T00:10:00Z","u":1}\n{"time":"2026-01-01T00:08:00Z","u":1}\n{"time":"never","u":1}\n{"u":1}\n{"time":"2026-01-01T00:01:00Z","u":1}\n' | flitch -i json 'sessions gap 5m by u'
{"u":1,"start":"2026-01-01T00:08:00Z","end":"2026-01-01T00:10:00Z","duration":"2m","count":2}
{"u":1,"start":"2026-01-01T00:01:00Z","end":"2026-01-01T00:01:00Z","duration":"0s","count":1}
! flitch: 2 lines: no time that `sessions` could read (first standard input:3)
$ flitch 'sessions gap 5m' /dev/null
$ flitch 'sessions sum(bytes) gap 5m by ip' access.log
! flitch: a session has first and last values of fields
!   sessions sum(bytes) gap 5m by ip
!            ^^^^^^^^^^
!   help: sessions first(path) as entry, last(path) as exit gap 30m by user
? 2
$ flitch 'sessions gap 5m by ip as start' access.log
! flitch: two columns are named `start`
!   sessions gap 5m by ip as start
!   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
!   help: give one another name: ... as start_2
? 2
$ flitch 'sessions gap 5m by ip | select line' access.log
! flitch: no `line` after an aggregate
!   sessions gap 5m by ip | select line
!                                  ^^^^
!   help: an aggregate's rows have just its keys and values; put this stage before it
? 2

# A sample of everything is everything.
$ flitch 'sample 100% | count' access.log
{"count":14}
$ flitch 'sample 0% | count' access.log
{"count":0}
$ flitch 'sample 99 | count' access.log
{"count":14}
$ flitch 'count by path | sample 2 | count' access.log
{"count":2}
$ flitch 'sample 150%' access.log
! flitch: a share lies between 0% and 100%
!   sample 150%
!          ^^^^
!   help: sample 1%
? 2
$ flitch 'sample -1' access.log
! flitch: a whole number is wanted here
!   sample -1
!          ^^
!   help: sample N%|N [by KEY, ...] [seed N]
? 2
$ flitch 'sample 1% seed x' access.log
! flitch: a whole number is wanted here
!   sample 1% seed x
!                  ^
!   help: sample 1% seed 7
? 2

# An annotation of nothing is nothing, and groups are those of `count by`.
$ flitch 'where status == 999 | annotate count by ip' access.log
$ flitch 'annotate count, avg(bytes) as mean | head 1 | select count, mean' access.log
{"count":14,"mean":2014.2142857142858}
$ flitch 'annotate values(path) by method | head 1 | select values_path' access.log
{"values_path":["/","/static/app.css","/api/users","/api/orders","/wp-login.php","/.env","/healthz"]}
$ flitch 'annotate' access.log
! flitch: `annotate` needs an argument
!   annotate
!   ^^^^^^^^
!   help: annotate AGGREGATE [where P] [as NAME], ... [by KEY, ...]
? 2
