# --state keeps what an aggregate has counted.

$ printf 'a 1\nb 2\n' > l; flitch -i 'pattern:<k> <n>' --checkpoint c --state 'count, sum(n) by k' l
{"k":"a","count":1,"sum_n":1}
{"k":"b","count":1,"sum_n":2}

$ printf 'b 3\nc 4\n' >> l; flitch -i 'pattern:<k> <n>' --checkpoint c --state 'count, sum(n) by k | where count > 1' l
{"k":"b","count":2,"sum_n":5}

$ flitch checkpoint show c
l
  read up to byte 16; nothing is new
c.state-2
  state of `count, sum(n) by k`: 3 groups, 93 bytes

$ flitch -i 'pattern:<k> <n>' --checkpoint c --state --dry-run 'count, sum(n) by k' l; flitch checkpoint show c | tail -n 1
{"k":"a","count":1,"sum_n":1}
{"k":"b","count":2,"sum_n":5}
{"k":"c","count":1,"sum_n":4}
  state of `count, sum(n) by k`: 3 groups, 93 bytes

# It belongs to its pipeline, and to its checkpoint.

$ flitch -i 'pattern:<k> <n>' --checkpoint c --state 'count by k' l
! flitch: c: keeps the state of `count, sum(n) by k`, and this pipeline is another; use another checkpoint, or begin a new state with `flitch checkpoint forget c`
? 2

$ flitch -i 'pattern:<k> <n>' --checkpoint c 'count, sum(n) by k' l
! flitch: c: keeps the state of `count, sum(n) by k`; say --state, or use another checkpoint
? 2

$ flitch checkpoint forget c; flitch checkpoint show c; flitch checkpoint forget c
c: the state of `count, sum(n) by k` is forgotten; the places are kept
l
  read up to byte 16; nothing is new
! flitch: c: keeps no state; runs with --state do
? 2

$ printf 'd 5\n' >> l; flitch -i 'pattern:<k> <n>' --checkpoint c --state 'count by k' l
{"k":"d","count":1}

# What has no state, or none that stands still.

$ flitch --checkpoint d --state '"a"' l
! flitch: --state keeps what an aggregate has counted, as in `count by path`, and there is none whose values can be kept in this pipeline
? 2

$ flitch --checkpoint d --state 'sort line' l
! flitch: --state keeps what an aggregate has counted, as in `count by path`, and there is none whose values can be kept in this pipeline
? 2

$ flitch --checkpoint d --state 'dedup | count' l
! flitch: --state keeps what an aggregate has counted, as in `count by path`, and there is none whose values can be kept in this pipeline
? 2

$ flitch --checkpoint d --state 'count compare 1h on t"2026-01-01"' l
! flitch: --state keeps what an aggregate has counted, as in `count by path`, and `compare` looks at two windows that move on with the time
? 2

$ flitch --state count l
! flitch: `--checkpoint` is needed by another option that was given
? 2

$ flitch checkpoint forget nothing; flitch checkpoint forget; flitch checkpoint forget a b
! flitch: nothing: no such file or directory
! flitch: write `flitch checkpoint show FILE` or `flitch checkpoint forget FILE`; see `flitch help cron`
! flitch: `flitch checkpoint forget` takes one file
? 2

# A state that is gone is not made up.

$ rm c.state-1; flitch -i 'pattern:<k> <n>' --checkpoint c --state 'count by k' l
! flitch: c.state-1: no such file or directory; `flitch checkpoint forget c` begins a new one
? 5

# A report tells what is kept.

$ printf 'a 1\n' > m; flitch -i 'pattern:<k> <n>' --checkpoint e --state --report r.json --metrics e.prom 'count by k' m; flitch 'print f"{state}"' r.json; grep checkpoint_c e.prom
{"k":"a","count":1}
{"checkpoint":"e","committed":true,"aggregate":"count by k","groups":1}
\# HELP flitch_checkpoint_committed Whether the checkpoint remembers all that the run did.
\# TYPE flitch_checkpoint_committed gauge
flitch_checkpoint_committed{run="e"} 1

$ flitch --checkpoint f --report r.json --dry-run '' m; flitch 'print f"{state}"' r.json
a 1
{"checkpoint":"f","committed":false,"aggregate":null,"groups":null}

$ flitch --checkpoint g --report r.json '' m > /dev/full; flitch 'print f"{state}"' r.json
{"checkpoint":"g","committed":false,"aggregate":null,"groups":null}
! flitch: standard output: no space left on device; free some space there, or write elsewhere
! flitch: the checkpoint knows of nothing that was not written: the next run does the rest

$ (echo a; sleep 3) | flitch --timeout 1s --report r.json ''; flitch 'select exit, signal' r.json
a
{"exit":124,"signal":null}
! flitch: --timeout: 1s have passed; this is what had been read until then
