# A stamp without a year gets the one nearest to now; what a line does not have is None.
$ flitch -i klog --now 2026-03-03 'select time, stamp, level, pid, source, msg, err, attempts' klog.log
{"time":"2026-03-02T09:00:01.250123","stamp":"0302 09:00:01.250123","level":"I","pid":1,"source":"server.go:42","msg":"Serving on :8080","err":null,"attempts":null}
{"time":"2026-03-02T09:02:15.733001","stamp":"0302 09:02:15.733001","level":"E","pid":7,"source":"pod_workers.go:965","msg":"Error syncing pod, skipping","err":"failed to start","attempts":null}
{"time":"2026-03-02T09:10:00.999000","stamp":"0302 09:10:00.999000","level":"W","pid":7,"source":"reflector.go:424","msg":"Watch closed","err":null,"attempts":3}

# Levels are letters, and are compared as levels.
$ flitch -i klog 'count by level >= warn as bad' klog.log
{"bad":false,"count":1}
{"bad":true,"count":2}

# A structured message is its text and its pairs, and each is as it was meant.
$ printf 'I1010 13:55:36.1 7 a.go:1] "a \\"b\\"" m={"x" y} n="1\\t2" = q e=\n' | flitch -i klog --now 2026-03-03 -o json ''
{"time":"2025-10-10T13:55:36.1","level":"I","pid":7,"source":"a.go:1","stamp":"1010 13:55:36.1","msg":"a \"b\"","m":"{\"x\" y}","n":"1\t2","e":""}

# A long value goes on over lines, which have to be joined; the record comes out as it was.
$ printf 'I1010 13:55:36 7 a:1] "Diff" diff=<\n\t-a\n\t+b\n > n=1\nI1010 13:55:37 7 a:2] m\n' > diff.log; flitch -i klog --multiline 'start=^[IWEF]\d{4}' 'select msg, diff, n' diff.log; flitch -i klog --multiline 'start=^[IWEF]\d{4}' 'where n == 1' diff.log
{"msg":"Diff","diff":"\t-a\n\t+b","n":1}
{"msg":"m","diff":null,"n":null}
I1010 13:55:36 7 a:1] "Diff" diff=<
	-a
	+b
 > n=1

$ flitch -i klog 'where n == 1' diff.log
! flitch: 3 lines: not klog (first diff.log:2)
! flitch: diff.log:2:1: klog expects a level and a time, `E1010 13:55:36.123456` where there is `\t-a`
! flitch: diff.log:3:1: klog expects a level and a time, `E1010 13:55:36.123456` where there is `\t+b`
! flitch: diff.log:4:1: klog expects a level and a time, `E1010 13:55:36.123456` where there is ` > n=1`
! flitch: no record had a field `n`

# Each part of the head that is missing is told; an empty message is one, and a date that cannot be stays as it is.
$ printf 'x1010 13:55:36.1 7 a:1] m\nI1010 13:55:36.1 a:1] m\nI1010 13:55:36.1 7 m\nI1310 25:61:61 7 a.c:1] odd\nI1010 13:55:36 7 a.c:1]\n' | flitch -i klog --now 2026-03-03 'select time, source, msg'
{"time":null,"source":null,"msg":null}
{"time":null,"source":null,"msg":null}
{"time":null,"source":null,"msg":null}
{"time":"1310 25:61:61","source":"a.c:1","msg":"odd"}
{"time":"2025-10-10T13:55:36","source":"a.c:1","msg":""}
! flitch: 3 lines: not klog (first standard input:1)
! flitch: standard input:1:1: klog expects a level and a time, `E1010 13:55:36.123456` where there is `x1010 13:55:36.1 7 a:1] m`
! flitch: standard input:2:17: klog expects the number of a thread where there is ` a:1] m`
! flitch: standard input:3:20: klog expects a file, a line and `]` where there is `m`

# They leave the stream only through --rejects.
$ printf 'goroutine 1 [running]:\nI1010 13:55:36 7 a.c:1] m\n\tmain.go:7\n' | flitch -i klog --rejects bad.log 'select source'; cat bad.log
{"source":"a.c:1"}
goroutine 1 [running]:
	main.go:7
! flitch: 2 lines: not klog (first standard input:1)
! flitch: standard input:1:1: klog expects a level and a time, `E1010 13:55:36.123456` where there is `goroutine 1 [running]:`
! flitch: standard input:3:1: klog expects a level and a time, `E1010 13:55:36.123456` where there is `\tmain.go:7`

# What glog writes at the top of a file is no record, whoever reads it.
$ printf 'Log file created at: 2016/12/31 01:02:03\nRunning on machine: h\nLog line format: [IWEF]mmdd hh:mm:ss\nI1231 13:55:36 7 a:1] m\n' > glog.log; flitch -i klog 'select line_no, source, msg' glog.log
{"line_no":4,"source":"a:1","msg":"m"}
