# Without bins it is the time from the first to the last.

$ printf 't,n\n2026-01-01T00:00:00Z,5\n2026-01-01T00:00:10Z,\n,7\n2026-01-01T00:00:20Z,x\nsoon,1\n' | flitch -i csv 'rate(t), rate(n, t), count'
{"rate_t":0.15,"rate_n":null,"count":5}
! flitch: 2 lines: `rate(t)` could not be computed (first standard input:4); 2 lines: `rate(n, t)` could not be computed (first standard input:4); 2 lines: `n` was nothing that `rate` takes (first standard input:3)

# A key that bins another value is not the width.

$ flitch 'rate(time) by bin(bytes, 10000)' access.log
{"bytes":0,"rate_time":0.014476614699331848}
{"bytes":20000,"rate_time":null}

$ flitch 'rate(time) by bin(time, 10m)' access.log
{"time":"2026-03-02T09:00:00Z","rate_time":0.018333333333333333}
{"time":"2026-03-02T09:10:00Z","rate_time":0.005}

$ flitch 'rate(bytes, time) as per_second by time.bin(10m) as ten' access.log
{"ten":"2026-03-02T09:00:00Z","per_second":46.515}
{"ten":"2026-03-02T09:10:00Z","per_second":0.48333333333333334}

$ flitch 'rate(time) where status == 404 as missing, rate(time) where status == 999 as none' access.log
{"missing":2.0,"none":null}

$ flitch 'rate' access.log
! flitch: `rate` takes one or two arguments
!   rate
!   ^^^^
!   help: rate(time), rate(x, time)
? 2
