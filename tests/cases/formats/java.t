# A line without a stamp or a level is told with the column where it stopped.
$ printf '2026-03-02 09:00:01,004 INFO a: b\nboom\n2026-03-02 09:00:01,004 hello\n[2026-03-02 09:00:01,004 INFO x\n' | flitch -i java 'select level, logger, msg'
{"level":"INFO","logger":"a","msg":"b"}
{"level":null,"logger":null,"msg":null}
{"level":null,"logger":null,"msg":null}
{"level":null,"logger":null,"msg":null}
! flitch: 3 lines: not java (first standard input:2)
! flitch: standard input:2:1: java expects a stamp, as in `2025-10-10 13:55:36,123` where there is `boom`
! flitch: standard input:3:25: java expects a level in capitals where there is `hello`
! flitch: standard input:4:25: java expects `]` after the stamp where there is ` INFO x`

# With no joining, the lines of a trace are lines that are not in the format.
$ flitch -i java 'count by level' java.log
{"level":"INFO","count":3}
{"level":"WARN","count":1}
{"level":"ERROR","count":1}
{"level":null,"count":3}
! flitch: 3 lines: not java (first java.log:4)
! flitch: java.log:4:1: java expects a stamp, as in `2025-10-10 13:55:36,123` where there is `java.lang.IllegalStateExceptio...`
! flitch: java.log:5:1: java expects a stamp, as in `2025-10-10 13:55:36,123` where there is `\tat com.example.Stock.take(Sto...`
! flitch: java.log:6:1: java expects a stamp, as in `2025-10-10 13:55:36,123` where there is `\tat com.example.OrderControlle...`

# Joined, they are one field.
$ flitch -i java --multiline java 'where trace is not None | select msg, trace' java.log
{"msg":"order 4712 failed","trace":"java.lang.IllegalStateException: no stock\n\tat com.example.Stock.take(Stock.java:42)\n\tat com.example.OrderController.post(OrderController.java:17)"}

# Two lines of java.util.logging are a record, and the trace after them is its.
$ printf 'Jan 02, 2026 9:59:58 AM com.example.Main run\nINFO: up\nJan 02, 2026 12:00:01 PM com.example.Main run\nSEVERE: lost\njava.lang.X: y\n\tat a.b(C.java:1)\nJan 02, 2026 12:00:02 PM com.example.Main run\n' > jul.log
$ flitch 'set t = time(time) | select t, level, logger, msg, trace' jul.log
{"t":"2026-01-02T09:59:58Z","level":"INFO","logger":"com.example.Main","msg":"up","trace":null}
{"t":"2026-01-02T12:00:01Z","level":"SEVERE","logger":"com.example.Main","msg":"lost","trace":"java.lang.X: y\n\tat a.b(C.java:1)"}
{"t":null,"level":null,"logger":null,"msg":null,"trace":null}
! flitch: 1 line: not in a known format (first jul.log:7)
! flitch: jul.log:7:46: java expects a second line with a level and `: ` where the line ends
$ flitch 'where level >= error' jul.log
Jan 02, 2026 12:00:01 PM com.example.Main run
SEVERE: lost
java.lang.X: y
	at a.b(C.java:1)
! flitch: 1 line: not in a known format (first jul.log:7)
! flitch: jul.log:7:46: java expects a second line with a level and `: ` where the line ends
$ flitch detect jul.log
jul.log: java
    2 of 3 records; the input opens as one; record 3 is not in it, from column 46 on: a second line with a level and `: ` is expected
    what is not looks like the rest of the records before: --multiline auto
    combined: 0 of 7; record 1 is not, from column 9 on: a user, and the time in brackets is expected
    common: 0 of 7; record 1 is not, from column 9 on: a user, and the time in brackets is expected
    haproxy: 0 of 7; record 1 is not, from column 9 on: the program, `haproxy[9]:` is expected
$ flitch -i java 'select level, msg' jul.log | head -1
{"level":"INFO","msg":"up"}
! flitch: 1 line: not java (first jul.log:7)
! flitch: jul.log:7:46: java expects a second line with a level and `: ` where the line ends
