# More files than the lower limit of open files allows.

$ mkdir d; for n in 1 2 3 4 5 6 7 8 9; do for m in 0 1 2 3 4; do echo "2026-01-01T00:0$m:0${n}Z $m$n" > d/$m$n.log; done; done; ulimit -S -n 24; flitch --merge-by time 'tail 1' d/*.log
2026-01-01T00:04:09Z 49

$ ulimit -n 24; flitch --merge-by time count d/*.log 2>&1 | tail -n 1
flitch: d/49.log: too many open files; `ulimit -n` raises the limit

$ ulimit -S -n 24; flitch -F --timeout 2s 'count' 'd/*.log'
{"count":45}
! flitch: --timeout: 2s have passed; this is what had been read until then
? 124
