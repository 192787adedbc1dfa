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
