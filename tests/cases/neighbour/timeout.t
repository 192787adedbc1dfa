# A run that has time enough knows nothing of it.
$ flitch --timeout 1h 'count by level' app.jsonl
{"level":"info","count":5}
{"level":"debug","count":1}
{"level":"error","count":2}
{"level":"warn","count":2}

# What has been read comes out.
$ (echo one; sleep 1.5) | flitch --timeout 1s ''
one
! flitch: --timeout: 1s have passed; this is what had been read until then
? 124

$ (echo one; sleep 1.5) | flitch --timeout 1s -j 4 'count | assert count < 1'
! flitch: assert failed: `count < 1` is not true
!   count=1
! flitch: --timeout: 1s have passed; this is what had been read until then
? 124

# The time says more than that nothing was selected.
$ (echo one; sleep 1.5) | flitch --timeout 1s -e '"two"'
! flitch: --timeout: 1s have passed; this is what had been read until then
? 124

# Who has enough is not too late.
$ (echo one; echo two) | flitch --timeout 1h 'head 1'
one

# What is no time.
$ flitch --timeout 60 '' app.log
! flitch: `--timeout`: `60` is not a time; write `60s`, `5m` or `1h30m`
? 2

$ flitch --timeout 0s '' app.log
! flitch: `--timeout`: `0s` is no time to run; leave the option out for a run without an end
? 2
