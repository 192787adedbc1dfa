# Without a width the bins are 1, 2 and 5 times the powers of ten.

$ printf '0\n1\n3\n4.9\n5\n99\n-3\n0.03\n1e12\nx\n' | flitch 'hist(line) as h'
{"h":[[-5,1],[0,1],[0.02,1],[1,1],[2,2],[5,1],[50,1],[1000000000000,1]]}
! flitch: 1 line: `line` was nothing that `hist` takes (first standard input:10)

$ printf '7ms\n30ms\n31ms\n2s\n' | flitch 'set d = duration(line) | hist(d), hist(d, 20ms) as by_20ms'
{"hist_d":[["5ms",1],["20ms",2],["2s",1]],"by_20ms":[["0s",1],["20ms",2],["2s",1]]}

$ flitch 'hist(time) as untold, hist(time, 10m) as told' access.log
{"untold":null,"told":[["2026-03-02T09:00:00Z",11],["2026-03-02T09:10:00Z",3]]}
! flitch: 14 lines: `time` was nothing that `hist` takes (first access.log:1)

$ printf '1\n2.5\n2.6\n' | flitch 'hist(line, 0.5) as h, hist(line, 1) where line == "9" as none'
{"h":[[1.0,1],[2.5,2]],"none":null}

$ flitch 'hist(bytes, 0)' access.log
! flitch: a width is above 0
!   hist(bytes, 0)
!               ^
!   help: hist(x), hist(x, width)
? 2

$ flitch 'hist(bytes, 100, 2)' access.log
! flitch: `hist` takes one or two arguments
!   hist(bytes, 100, 2)
!   ^^^^^^^^^^^^^^^^^^^
!   help: hist(x), hist(x, width)
? 2
