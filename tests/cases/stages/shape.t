# Time buckets, known keys and columns out of values.

$ flitch 'count every 5m | fill' access.log
{"time":"2026-03-02T09:00:00Z","count":9}
{"time":"2026-03-02T09:05:00Z","count":2}
{"time":"2026-03-02T09:10:00Z","count":3}
$ flitch 'count, rate(time) every 5m' access.log
{"time":"2026-03-02T09:00:00Z","count":9,"rate_time":0.03}
{"time":"2026-03-02T09:05:00Z","count":2,"rate_time":0.006666666666666667}
{"time":"2026-03-02T09:10:00Z","count":3,"rate_time":0.01}
$ flitch 'count every 5m on ts by level | head 2' app.jsonl
{"ts":"2026-03-02T09:00:00Z","level":"info","count":3}
{"ts":"2026-03-02T09:00:00Z","level":"debug","count":1}
$ flitch 'count every 5' access.log
! flitch: the width of `every` is a duration above 0
!   count every 5
!               ^
!   help: count every 5m
!   help: by bin(x, 100) buckets numbers
? 2
$ flitch 'count every 0s' access.log
! flitch: the width of `every` is a duration above 0
!   count every 0s
!               ^^
!   help: count every 5m
!   help: by bin(x, 100) buckets numbers
? 2
$ flitch 'count by path on ts' access.log
! flitch: `on` names the time of `every`
!   count by path on ts
!                    ^^
!   help: count every 5m on ts
? 2
$ flitch 'count by ip | fill' access.log
! flitch: `fill` stands after an aggregate with `every`
!   count by ip | fill
!                 ^^^^
!   help: count every 5m | fill
!   help: count every 1m, status | fill
? 2
$ flitch 'count every 1us | fill' access.log
! flitch: `fill`: would make 898000001 records, and 1000000 is the most; use a wider `every`, or filter to a shorter time
? 5
$ flitch 'count every 5m, method | drop method | fill' access.log
! flitch: `fill` needs the time and all keys, and one was dropped
!   count every 5m, method | drop method | fill
!                                          ^^^^
!   help: put `fill` right after the aggregate
? 2
$ flitch 'count every 5m | fill' /dev/null

# A record without a time is in a bucket of its own, last.
$ printf '{"time":"2026-01-01T00:00:00Z"}\n{"time":"soon"}\n{"time":"2026-01-01T00:02:00Z"}\n' | flitch -i json 'count every 1m | fill'
{"time":"2026-01-01T00:00:00Z","count":1}
{"time":"2026-01-01T00:01:00Z","count":0}
{"time":"2026-01-01T00:02:00Z","count":1}
{"time":null,"count":1}
! flitch: 1 line: `every 1m` could not be computed (first standard input:2)

# Known keys compare as the keys of groups do.
$ flitch 'count, max(ms) by status for (200, "404", 999)' app.jsonl
{"status":200,"count":2,"max_ms":31}
{"status":"404","count":0,"max_ms":null}
{"status":999,"count":0,"max_ms":null}
{"status":null,"count":2,"max_ms":730}
{"status":302,"count":1,"max_ms":48}
{"status":201,"count":1,"max_ms":87.25}
{"status":500,"count":1,"max_ms":5003}
{"status":502,"count":1,"max_ms":250}
{"status":403,"count":1,"max_ms":4}
{"status":503,"count":1,"max_ms":1200}
$ flitch 'count by level for lines("levels.txt")' app.jsonl
! flitch: levels.txt: no such file or directory
!   count by level for lines("levels.txt")
!                      ^^^^^^^^^^^^^^^^^^^
? 2
$ printf 'fatal\nerror\n' > levels.txt; flitch 'count by level for lines("levels.txt") | head 3' app.jsonl
{"level":"fatal","count":0}
{"level":"error","count":2}
{"level":"info","count":5}
$ flitch 'count for ("a")' access.log
! flitch: `for` names values of one key
!   count for ("a")
!   ^^^^^^^^^^^^^^^
!   help: count by level for ("error", "fatal")
? 2
$ flitch 'count by ip, path for ("a")' access.log
! flitch: `for` names values of one key
!   count by ip, path for ("a")
!   ^^^^^^^^^^^^^^^^^^^^^^^^^^^
!   help: count by level for ("error", "fatal")
? 2
$ flitch 'count by ip for (path)' access.log
! flitch: a list of strings is wanted here
!   count by ip for (path)
!                   ^^^^^^
!   help: ("a", "b")
!   help: lines("words.txt")
? 2
$ flitch 'count by level for ("x", "y")' /dev/null
{"level":"x","count":0}
{"level":"y","count":0}

# Columns come as first seen; counts are 0 and others None where there is nothing.
$ flitch 'count, max(bytes) by method, status // 100 as class | pivot class' access.log
{"method":"GET","count_2":4,"max_bytes_2":20480,"count_3":1,"max_bytes_3":0,"count_5":3,"max_bytes_5":1033,"count_4":2,"max_bytes_4":146}
{"method":"POST","count_2":2,"max_bytes_2":98,"count_3":1,"max_bytes_3":154,"count_5":0,"max_bytes_5":null,"count_4":0,"max_bytes_4":null}
{"method":"DELETE","count_2":0,"max_bytes_2":null,"count_3":0,"max_bytes_3":null,"count_5":0,"max_bytes_5":null,"count_4":1,"max_bytes_4":61}
$ flitch 'count by status | pivot status' access.log
{"200":4,"304":1,"302":1,"201":2,"500":1,"502":1,"404":2,"403":1,"503":1}
$ flitch 'count by method, status | pivot status | set bad = row["500"] + row["502"] | select method, bad' access.log
{"method":"GET","bad":2}
{"method":"POST","bad":0}
{"method":"DELETE","bad":0}
$ flitch -o csv 'count by level, service | pivot service' app.jsonl
level,api,worker,auth
info,3,1,1
debug,0,1,0
error,2,0,0
warn,1,0,1
$ printf '{"a":1}\n{"a":2,"b":"x"}\n' | flitch -i json 'count by a, b | pivot b'
{"a":1,"null":1,"x":0}
{"a":2,"null":0,"x":1}
$ flitch 'select ip | pivot ip' access.log
! flitch: `pivot` stands after an aggregate, and names one of its keys
!   select ip | pivot ip
!               ^^^^^^^^
!   help: count by path, status | pivot status
? 2
$ flitch 'count by ip | pivot count' access.log
! flitch: `pivot` stands after an aggregate, and names one of its keys
!   count by ip | pivot count
!                       ^^^^^
!   help: count by path, status | pivot status
? 2
$ flitch 'count by ip | pivot path' access.log
! flitch: no field `path` here
!   count by ip | pivot path
!                       ^^^^
!   help: the fields are ip, count
? 2
$ flitch 'count by method, status | pivot status' /dev/null
$ awk 'BEGIN { for (i = 0; i < 1500; i++) print "k=" i }' | flitch -i logfmt 'count by k | pivot k'
! flitch: `pivot`: would make 1500 columns, and 1000 is the most; keep fewer values: `where`, `bin`, or `top` before it
? 5
