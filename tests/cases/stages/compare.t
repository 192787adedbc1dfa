# Two windows of time, side by side.

$ flitch --now 2026-03-02T09:15Z 'count by path compare 10m | where count_change > 0' access.log
{"path":"/api/users","count":2,"count_before":1,"count_change":1}
{"path":"/healthz","count":1,"count_before":0,"count_change":1}
$ flitch 'count, count where status >= 400 as bad compare 5m at t"2026-03-02T09:05Z"' access.log
{"count":9,"count_before":0,"count_change":9,"bad":4,"bad_before":0,"bad_change":4}
$ flitch 'count, last(msg) by service compare 5m on ts at t"2026-03-02T09:10Z"' app.jsonl
{"service":"api","count":1,"count_before":4,"count_change":-3,"last_msg":"request done","last_msg_before":"retry 1 of 3"}
{"service":"worker","count":0,"count_before":1,"count_change":-1,"last_msg":null,"last_msg_before":"job started"}
{"service":"auth","count":1,"count_before":1,"count_change":0,"last_msg":"permission denied","last_msg_before":"login ok"}
$ flitch 'count by status compare 5m at t"2026-03-02T09:10Z" for (500, 200)' access.log
{"status":500,"count":0,"count_before":1,"count_change":-1}
{"status":200,"count":1,"count_before":2,"count_change":-1}
{"status":304,"count":0,"count_before":1,"count_change":-1}
{"status":302,"count":0,"count_before":1,"count_change":-1}
{"status":201,"count":0,"count_before":1,"count_change":-1}
{"status":502,"count":0,"count_before":1,"count_change":-1}
{"status":404,"count":0,"count_before":2,"count_change":-2}
{"status":403,"count":1,"count_before":0,"count_change":1}
$ flitch 'count by status, method compare 5m at t"2026-03-02T09:10Z" | pivot method | head 2' access.log
{"status":200,"count_GET":1,"count_before_GET":2,"count_change_GET":-1,"count_POST":0,"count_before_POST":0,"count_change_POST":0,"count_DELETE":0,"count_before_DELETE":0,"count_change_DELETE":0}
{"status":304,"count_GET":0,"count_before_GET":1,"count_change_GET":-1,"count_POST":0,"count_before_POST":0,"count_change_POST":0,"count_DELETE":0,"count_before_DELETE":0,"count_change_DELETE":0}
# The end belongs to no window, the start to the first.
$ printf '%s\n' '{"time":"1970-01-01T00:00:00Z"}' '{"time":"1970-01-01T00:01:00Z"}' '{"time":"1970-01-01T00:01:59.9Z"}' '{"time":"1970-01-01T00:02:00Z"}' '{"time":null}' '{"time":"x"}' '{}' | flitch 'count compare 1m at t"1970-01-01T00:02Z"'
{"count":2,"count_before":1,"count_change":1}
! flitch: 1 line: `compare 1m` could not be computed (first standard input:6)
# Nothing fell into them.
$ flitch --now 2030-01-01 'count, avg(bytes) compare 5m' access.log
{"count":0,"count_before":0,"count_change":0,"avg_bytes":null,"avg_bytes_before":null,"avg_bytes_change":null}
$ flitch --now 2030-01-01 'count by path compare 5m' access.log
$ flitch 'count at t"2026-03-02T09:10Z"' access.log
! flitch: `at` says where the windows of `compare` end
!   count at t"2026-03-02T09:10Z"
!            ^^^^^^^^^^^^^^^^^^^^
!   help: count by path compare 1h at t"2026-03-02T09:00Z"
? 2
$ flitch 'count compare 5' access.log
! flitch: the width of the windows is a duration above 0
!   count compare 5
!                 ^
!   help: count by path compare 1h
? 2
$ flitch 'count compare 1h, 2h' access.log
! flitch: `compare` takes the width of the two windows
!   count compare 1h, 2h
!         ^^^^^^^^^^^^^^
!   help: count by path compare 1h
? 2
$ flitch 'count compare 5m at now' access.log
! flitch: `at` takes one time
!   count compare 5m at now
!   ^^^^^^^^^^^^^^^^^^^^^^^
!   help: count by path compare 1h at t"2026-03-02T09:00Z"
!   help: without `at`, the windows end now, or at the time of `--now`
? 2
$ flitch 'count compare 5m every 1m' access.log
! flitch: `compare` and `every` do not go together
!   count compare 5m every 1m
!         ^^^^^^^^^^
!   help: count every 5m shows the course; count by path compare 1h sets two windows side by side
? 2
$ flitch 'count, count as count_before compare 5m' access.log
! flitch: two columns are named `count_before`
!   count, count as count_before compare 5m
!          ^^^^^^^^^^^^^^^^^^^^^
!   help: give one another name: ... as count_before_2
? 2
$ flitch 'count by path | compare 1h' access.log
! flitch: unknown stage `compare`
!   count by path | compare 1h
!                   ^^^^^^^ a word of `stats`
!   help: `flitch help compare` shows how it is written
? 2
