# A line that nginx did not write, and the second line of what a CGI program said, are not in it.
$ printf '%s\n' '2026/03/02 09:00:01 [notice] 1#1: start' 'PHP message: b" while reading' '2026/03/02 [notice] 1#1: x' | flitch -i nginx-error 'select level, pid, msg'
{"level":"notice","pid":1,"msg":"start"}
{"level":null,"pid":null,"msg":null}
{"level":null,"pid":null,"msg":null}
! flitch: 2 lines: not nginx-error (first standard input:2)
! flitch: standard input:2:1: nginx-error expects a time like `2025/10/10 13:55:36`, and a bracket where there is `PHP message: b" while reading`
! flitch: standard input:3:1: nginx-error expects a time like `2025/10/10 13:55:36`, and a bracket where there is `2026/03/02 [notice] 1#1: x`

# The level is one as everywhere, and what only chooses gives whole lines.
$ flitch -i nginx-error 'where level < error' nginx-error.log | cut -c 1-50
2026/03/02 09:00:01 [notice] 1#1: signal process s
2026/03/02 09:05:40 [warn] 31#31: *90 a client req

# Hours of a log without a zone are those of --tz.
$ flitch -i nginx-error --tz +02:00 'select bin(time, 1h) as hour | dedup hour' nginx-error.log
{"hour":"2026-03-02T07:00:00Z"}

# It is known by itself.
$ flitch 'where cid == 77 | select ip, referer' nginx-error.log
{"ip":"203.0.113.9","referer":"https://www.example.org/"}

# A column that it does not have is an error before reading.
$ flitch -i nginx-error 'where status > 1' nginx-error.log
! flitch: no field `status` here
!   where status > 1
!         ^^^^^^
!   help: the fields are time, level, pid, tid, cid, msg, ip, server, method, target, path, query, protocol, request, subrequest, upstream, host, referer, extra
? 2
