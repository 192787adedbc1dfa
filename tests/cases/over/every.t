# Buckets of time come out while a run goes on.

$ flitch -F 'count every 1m | head 3' access.log
{"time":"2026-03-02T09:00:00Z","count":4}
{"time":"2026-03-02T09:01:00Z","count":1}
{"time":"2026-03-02T09:02:00Z","count":2}

# The result is that of a run to the end, as far as it goes.
$ flitch 'count every 1m | head 3' access.log
{"time":"2026-03-02T09:00:00Z","count":4}
{"time":"2026-03-02T09:01:00Z","count":1}
{"time":"2026-03-02T09:02:00Z","count":2}

$ flitch -F 'count, max(bytes) every 1m, method | fill | head 7' access.log
{"time":"2026-03-02T09:00:00Z","method":"GET","count":3,"max_bytes":5124}
{"time":"2026-03-02T09:00:00Z","method":"POST","count":1,"max_bytes":154}
{"time":"2026-03-02T09:01:00Z","method":"GET","count":0,"max_bytes":null}
{"time":"2026-03-02T09:01:00Z","method":"POST","count":1,"max_bytes":96}
{"time":"2026-03-02T09:02:00Z","method":"GET","count":2,"max_bytes":1033}
{"time":"2026-03-02T09:02:00Z","method":"POST","count":0,"max_bytes":null}
{"time":"2026-03-02T09:03:00Z","method":"GET","count":2,"max_bytes":146}

# What follows gets each bucket as it comes, and its errors are counted.
$ flitch -F 'count every 1m | set x = 6 // (count - 2) | where count > 1 | head 2' access.log
{"time":"2026-03-02T09:00:00Z","count":4,"x":3}
{"time":"2026-03-02T09:02:00Z","count":2,"x":null}
! flitch: 1 line: `6` was divided by zero

$ flitch -F 'count every 5m | assert count > 5' access.log
{"time":"2026-03-02T09:00:00Z","count":9}
! flitch: assert failed: `count > 5` is not true
!   time=2026-03-02T09:05:00Z count=2
? 1

# A record that comes too late is left out, and told.
$ printf '%s\n' 10:00:01 10:00:58 10:01:09 10:00:59 10:01:12 10:00:50 10:05:00 | sed 's/.*/{"time":"2026-03-02T&Z"}/' > late.jsonl
> flitch -F 'count every 1m | head 2' late.jsonl
{"time":"2026-03-02T10:00:00Z","count":3}
{"time":"2026-03-02T10:01:00Z","count":2}
! flitch: 1 line: too late for `every`: the bucket had come out (--late lets it wait longer) (first late.jsonl:6)

$ flitch -F --late 0s 'count every 1m | head 2' late.jsonl
{"time":"2026-03-02T10:00:00Z","count":2}
{"time":"2026-03-02T10:01:00Z","count":2}
! flitch: 2 lines: too late for `every`: the bucket had come out (--late lets it wait longer) (first late.jsonl:4)

$ flitch -F --late 2m 'count every 1m | head 2' late.jsonl
{"time":"2026-03-02T10:00:00Z","count":4}
{"time":"2026-03-02T10:01:00Z","count":2}

# Records without a time come when the run is ended.
$ (echo '{"time":"soon"}'; echo '{}'; cat late.jsonl) > some.jsonl
> flitch -F --timeout 2s 'count every 1m' some.jsonl
{"time":"2026-03-02T10:00:00Z","count":3}
{"time":"2026-03-02T10:01:00Z","count":2}
{"time":"2026-03-02T10:05:00Z","count":1}
{"time":null,"count":2}
! flitch: 1 line: `every 1m` could not be computed (first some.jsonl:1); 1 line: too late for `every`: the bucket had come out (--late lets it wait longer) (first some.jsonl:8)
! flitch: --timeout: 2s have passed; this is what had been read until then
? 124

# A width that is too small for a leap in time.
$ printf '%s\n' 1970-01-01 1970-01-02 2026-03-02 | sed 's/.*/{"time":"&"}/' > leap.jsonl
> flitch -F 'count every 1m | fill' leap.jsonl | tail -1
{"time":"1970-01-02T00:00:00Z","count":1}
! flitch: `fill`: would make 29538718 records at once, and 1000000 is the most; use a wider `every`

$ flitch -F 'count every 1m | where count > 1 | fill' access.log
! flitch: with --follow buckets come out one by one, and `fill` stands right after their aggregate
!   count every 1m | where count > 1 | fill
!                                      ^^^^
!   help: count every 5m | fill | where count < 10
? 2

$ flitch -F --late 5s 'count by status' access.log
! flitch: --late is about the buckets of `every`, and the pipeline makes none
? 2

$ flitch --late 5s 'count every 1m' access.log
! flitch: `--follow` is needed by another option that was given
? 2

$ flitch -F --late soon 'count every 1m' access.log
! flitch: `--late`: `soon` is not a time; write `10s`, `2m` or `0s`
? 2

# A bucket is needed at the end only by what holds everything.
$ flitch -F --timeout 1s 'count every 5m | sort -count | head 1' access.log
{"time":"2026-03-02T09:00:00Z","count":9}
! flitch: --timeout: 1s have passed; this is what had been read until then
? 124

# Columns that are known only at the end are known when all comes there.
$ flitch -F --timeout 1s -o csv 'sort -ms | head 2 | drop user' app.jsonl
ts,level,service,msg,status,ms,http.method,http.path
2026-03-02T09:02:15.733Z,error,api,"query failed: ""orders"" timeout",500,5003,GET,/api/orders
2026-03-02T09:10:00.999Z,error,api,"upstream gone, took 1200ms",503,1200,GET,/api/users
! flitch: --timeout: 1s have passed; this is what had been read until then
? 124

# The groups of buckets that are not over must fit.
$ seq 60000 | sed 's/.*/{"time":1772400000,"k":&}/' > many.jsonl
> flitch -F --memory 1MiB 'count every 1d, k' many.jsonl
! flitch: `every`: needs more than the 1 MiB that --memory allows; select fewer rows or keys, or raise it
? 5
