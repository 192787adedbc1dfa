# Traces join the line before, in every language; the record is all of its lines.
$ flitch --multiline auto 'count' trace.log
{"count":3}

$ flitch --multiline java '"Read timed out"' trace.log
2026-03-02 09:02:15 ERROR [req-7] api.Orders - order list failed
java.sql.SQLException: Connection timeout
	at com.example.db.Pool.get(Pool.java:123)
	at com.example.api.Orders.list(Orders.java:45)
Caused by: java.net.SocketTimeoutException: Read timed out
	... 12 more

$ flitch --multiline python 'count' trace.log
{"count":5}

$ flitch --multiline 'start=^\d{4}-' 'where "Pool" in line | print f"{line_no} {len(line.splitlines())}"' trace.log
2 6

$ printf 'panic: x\n\ngoroutine 1 [running]:\nmain.f(0x1)\n\t/a.go:3 +0x1\nnext\n' | flitch --multiline go 'set lines = len(line.splitlines()) | select lines'
{"lines":5}
{"lines":1}

# A first line that goes on with nothing is a record; an empty input has none.
$ printf '  indented\nplain\n  more\n' | flitch --multiline indent 'skip 1'
plain
  more

$ printf '' | flitch --multiline auto 'count'
{"count":0}

# Bytes stay as they were: CRLF, a missing last newline, bad UTF-8.
$ printf 'one\r\n\377\r\n  two\r\n  three' | flitch --multiline indent '"three"' | od -c | head -3
0000000 377  \r  \n           t   w   o  \r  \n           t   h   r   e
0000020   e
0000021

# The records are the same for any block size and number of threads, from a file or a pipe.
$ for b in 1 7 64; do for j in 1 3; do flitch --multiline auto --block-size $b -j$j 'where "timeout" in line.lower()' trace.log | md5sum; cat trace.log | flitch --multiline auto --block-size $b -j$j 'where "timeout" in line.lower()' | md5sum; done; done | sort | uniq -c | wc -l
1

# Rows of CSV end by themselves.
$ flitch --multiline indent 'count' users.csv
{"count":6}

$ flitch --multiline jav '' trace.log
! flitch: `--multiline`: is one of auto, indent, java, python, go, node, dotnet, ruby, php or start=REGEX; did you mean `java`?
? 2

$ flitch --multiline 'start=(' '' trace.log
! flitch: `--multiline`: unclosed group
? 2
