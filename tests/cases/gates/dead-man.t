# Silence is a failure: a count is there also when nothing came.
$ : > none.log
$ flitch 'count | assert count >= 10' none.log
! flitch: assert failed: `count >= 10` is not true
!   count=0
? 1
$ flitch 'count | assert count >= 10, f"only {count} records, and 10 are usual"' none.log
! flitch: assert failed: only 0 records, and 10 are usual
!   count=0
? 1
$ printf '' | flitch 'count | assert count >= 10'
! flitch: assert failed: `count >= 10` is not true
!   count=0
? 1
$ flitch 'where level >= error | count | assert count >= 10' app.jsonl
! flitch: assert failed: `count >= 10` is not true
!   count=2
? 1

# A file that is missing is no silence: it is told beside what was found, and its code is higher.
$ flitch 'count | assert count >= 10' missing.log
! flitch: missing.log: no such file or directory
! flitch: assert failed: `count >= 10` is not true
!   count=0
? 3
$ flitch 'count | assert count >= 10' missing.log app.jsonl
{"count":10}
! flitch: missing.log: no such file or directory
? 3
$ flitch -q 'count | assert count >= 1000' app.jsonl
! flitch: assert failed: `count >= 1000` is not true
!   count=10
? 1

# The last record is too old, or there is none.
$ flitch --now 2026-03-02T09:20:00Z 'max(time) | assert now() - max_time < 10m' access.log
{"max_time":"02/Mar/2026:09:14:59 +0000"}
$ flitch --now 2026-03-02T09:30:00Z 'max(time) as last | assert now() - last < 10m, f"silent since {last}"' access.log
! flitch: assert failed: silent since 02/Mar/2026:09:14:59 +0000
!   last=02/Mar/2026:09:14:59 +0000
? 1
$ flitch --now 2026-03-02T09:20:00Z -i combined 'max(time) | assert now() - max_time < 10m' none.log
! flitch: assert failed: `now() - max_time < 10m` is not true
!   max_time=
? 1

# Asserts that follow each other are all told for the record at which the run ends.
$ flitch 'count, max(ms), min(ms) | assert count > 100 | assert max_ms > 5000 | assert min_ms > 100, f"min is {min_ms}"' app.jsonl
! flitch: assert failed: `count > 100` is not true
!   count=10 max_ms=5003 min_ms=3
! flitch: assert failed: min is 3
!   count=10 max_ms=5003 min_ms=3
? 1
$ flitch 'assert ms > 5 | assert status < 300, "status" | select service, ms' app.jsonl
{"service":"api","ms":12.5}
! flitch: app.jsonl:2: assert failed: `ms > 5` is not true
!   {"ts":"2026-03-02T09:00:02.004Z","level":"debug","service":"worker","msg":"job started","status":null,"ms":3,"user":null,"http":null}
! flitch: app.jsonl:2: assert failed: status
!   {"ts":"2026-03-02T09:00:02.004Z","level":"debug","service":"worker","msg":"job started","status":null,"ms":3,"user":null,"http":null}
? 1
$ flitch 'assert nothing | assert alike | head 1' app.jsonl
! flitch: app.jsonl:1: assert failed: `nothing` is not true
!   {"ts":"2026-03-02T09:00:01.250Z","level":"info","service":"api","msg":"request done","status":200,"ms":12.5,"user":"alice","http":{"method":"GET","path":"/api/users"}}
! flitch: app.jsonl:1: assert failed: `alike` is not true
!   {"ts":"2026-03-02T09:00:01.250Z","level":"info","service":"api","msg":"request done","status":200,"ms":12.5,"user":"alice","http":{"method":"GET","path":"/api/users"}}
! flitch: no record had a field `nothing`
! flitch: no record had a field `alike`
? 1
$ flitch --explain 'assert ok | assert good | assert a > 1 | count' app.jsonl
input   auto
output  records
decode  ok, good, a before stage 1
\
stage              shape       order                 memory
  1  assert ok     whole       as it came            none that grows
  2  assert good   whole       as it came            none that grows
  3  assert a > 1  whole       as it came            none that grows
  4  stats count   keyed fold  groups as first seen  every group

# Each shows what was there at its place.
$ flitch 'count, max(ms) | assert count > 100 | select max_ms | assert max_ms > 6000' app.jsonl
! flitch: assert failed: `count > 100` is not true
!   count=10 max_ms=5003
! flitch: assert failed: `max_ms > 6000` is not true
!   max_ms=5003
? 1

# Where a stage stands between, the second is not asked.
$ flitch 'count | assert count > 100 | set n = count + 1 | assert n > 1000' app.jsonl
! flitch: assert failed: `count > 100` is not true
!   count=10
? 1
