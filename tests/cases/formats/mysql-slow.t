# A record is all its lines, and comes out as it was.
$ flitch 'where ms > 10000' slow.log
\# Time: 2026-03-02T09:00:12.204117Z
\# User@Host: shop[shop] @ web-1 [198.51.100.7]  Id:  7234
\# Query_time: 11.004467  Lock_time: 0.000212 Rows_sent: 1  Rows_examined: 1489615
use shop;
SET timestamp=1772442001;
SELECT count(*)
  FROM orders WHERE paid = 0;

# What stands before the first record, and a record that was torn, is told.
$ printf 'select 1;\n# Time: 2026-03-02T09:00:12Z\n# User@Host: a[a] @ b []\n# Query_time: 0.5\nselect 2;\n# User@Host: a[a] @ b []\n' | flitch -i mysql-slow 'select ms, sql'
{"ms":null,"sql":null}
{"ms":500,"sql":"select 2;"}
{"ms":null,"sql":null}
! flitch: 2 lines: not mysql-slow (first standard input:1)
! flitch: standard input:1:1: mysql-slow expects `# Time:` or `# User@Host:` where there is `select 1;`
! flitch: standard input:6:25: mysql-slow expects `# Query_time:` where the line ends

# The lines of a server that starts are a record of their own.
$ printf '/usr/sbin/mysqld, Version: 8.0.36 (x). started with:\nTcp port: 3306\nTime  Id Command\n# User@Host: a[a] @  [192.0.2.1]  Id: 9\n# Query_time: 1.001 Lock_time: 0 Errno: 0 Start: 2026-03-02T09:00:12Z\nselect 2\n  from t;\n' | flitch -j2 --block-size 1 'select msg, Thread_id, ip, ms, Start, sql'
{"msg":"/usr/sbin/mysqld, Version: 8.0.36 (x). started with:\nTcp port: 3306\nTime  Id Command","Thread_id":null,"ip":null,"ms":null,"Start":null,"sql":null}
{"msg":null,"Thread_id":9,"ip":"192.0.2.1","ms":1001,"Start":"2026-03-02T09:00:12Z","sql":"select 2\n  from t;"}

# The same by their own lines, however the input is cut.
$ flitch -j4 --block-size 7 'sum(ms), count' slow.log; cat slow.log | flitch -j1 'sum(ms), count'
{"sum_ms":14116.467,"count":3}
{"sum_ms":14116.467,"count":3}

# They leave the stream whole through --rejects, and a comment without a value is None.
$ printf 'select 1;\n# Time: 2026-03-02T09:00:12Z\n# User@Host: a[a] @ b []\n# Query_time: 0.5  Schema:  Rows_sent: 2\nselect 2;\n# User@Host: broken\n# Query_time: 1\nselect\n  3;\n' | flitch -i mysql-slow --rejects bad.log 'select ip, Schema, Rows_sent, db, time, sql'; cat bad.log
{"ip":null,"Schema":null,"Rows_sent":2,"db":null,"time":"2026-03-02T09:00:12Z","sql":"select 2;"}
select 1;
\# User@Host: broken
\# Query_time: 1
select
  3;
! flitch: 2 lines: not mysql-slow (first standard input:1)
! flitch: standard input:1:1: mysql-slow expects `# Time:` or `# User@Host:` where there is `select 1;`
! flitch: standard input:6:20: mysql-slow expects a user and brackets where the line ends
! flitch: no record had a field `ip`
! flitch: no record had a field `Schema`
! flitch: no record had a field `db`

# What the server did without a statement is told in a comment, and a time that is no number is no time in milliseconds.
$ printf '# User@Host: a[a] @ b [::1] Id: 5\n# Query_time: soon\n# administrator command: Quit;\n# User@Host: a[a] @ b [::1] Id: 5\n# Query_time: 1\nset timestamp=1772442001.5;\n' | flitch -i mysql-slow 'select Thread_id, ip, Query_time, ms, time, sql'
{"Thread_id":5,"ip":"::1","Query_time":"soon","ms":null,"time":null,"sql":"administrator command: Quit;"}
{"Thread_id":5,"ip":"::1","Query_time":1,"ms":1000,"time":1772442001.5,"sql":null}
