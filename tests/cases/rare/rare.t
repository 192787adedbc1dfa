$ flitch 'rare 2 level, service' app.jsonl
{"level":"debug","service":"worker","count":1}
{"level":"info","service":"auth","count":1}
# None is a key; as a value it is last.
$ printf '{"k":"a","v":2}\n{"k":"b"}\n{"v":1}\n' | flitch 'rare 9 k by sum(v)'
{"k":null,"sum_v":1}
{"k":"a","sum_v":2}
{"k":"b","sum_v":null}
$ flitch 'rare 2' app.jsonl
! flitch: `rare` needs a key
!   rare 2
!   ^^^^^^
!   help: rare N KEY, ... [by AGGREGATE]
? 2
$ flitch 'rare level' app.jsonl
! flitch: a whole number is wanted here
!   rare level
!        ^^^^^
!   help: rare N KEY, ... [by AGGREGATE]
? 2
$ flitch 'rare 2 level by count, sum(ms)' app.jsonl
! flitch: `rare` ranks by one aggregate
!   rare 2 level by count, sum(ms)
!   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
!   help: rare N KEY, ... [by AGGREGATE]
? 2
