# The first bad lines are told with the column where they stopped.
$ printf '::1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 2x0 -\n::1 - -\nok\n' | flitch -i common 'count by status'
{"status":null,"count":3}
! flitch: 3 lines: not common (first standard input:1)
! flitch: standard input:1:55: common expects a status of three digits where there is `2x0 -`
! flitch: standard input:2:7: common expects a user, and the time in brackets where there is `-`
! flitch: standard input:3:3: common expects a blank where the line ends
! flitch: no record had a field `status`

# Nothing near, nothing said but the count.
$ printf 'ok then\n' | flitch 'count by status'
{"status":null,"count":1}
! flitch: 1 line: not in a known format (first standard input:1)
! flitch: no record had a field `status`

# They leave the stream only through --rejects, as they were read, in order.
$ flitch -i combined --rejects bad.log 'count' access.log app.log; wc -l < bad.log; diff bad.log app.log
{"count":14}
10
! flitch: 10 lines: not combined (first app.log:1)
! flitch: app.log:1:34: combined expects a request in quotes where there is `started in 812 ms`
! flitch: app.log:2:34: combined expects a request in quotes where there is `user bob logged in from 198.51...`
! flitch: app.log:3:36: combined expects a request in quotes where there is `order 1001 placed by bob`

$ printf 'a=1\r\nbad \377\r\nb=2\nalso bad' | flitch -i logfmt -j2 --block-size 3 --rejects bad.gz 'count'; zcat bad.gz | od -c
{"count":2}
0000000   b   a   d     377  \r  \n   a   l   s   o       b   a   d  \n
0000020
! flitch: 2 lines: not logfmt (first standard input:2)
! flitch: standard input:2:1: logfmt expects a `key=value` pair where there is `bad �`
! flitch: standard input:4:1: logfmt expects a `key=value` pair where there is `also bad`

# Also where the pipeline asks for no field, and where head stops nothing more is written.
$ flitch -i logfmt --rejects bad.log '' app.log | wc -l; wc -l < bad.log
0
10
! flitch: 10 lines: not logfmt (first app.log:1)
! flitch: app.log:1:1: logfmt expects a `key=value` pair where there is `2026-03-02 09:00:01 INFO  [mai...`
! flitch: app.log:2:1: logfmt expects a `key=value` pair where there is `2026-03-02 09:00:09 INFO  [aut...`
! flitch: app.log:3:1: logfmt expects a `key=value` pair where there is `2026-03-02 09:01:30 INFO  [ord...`

$ printf 'bad\na=1\nbad\na=2\nbad\n' | flitch -i logfmt --rejects bad.log 'head 1'; cat bad.log
a=1
bad
! flitch: 1 line: not logfmt (first standard input:1)
! flitch: standard input:1:1: logfmt expects a `key=value` pair where there is `bad`

# How much is an error.
$ printf 'a=1\nbad\nbad\na=2\n' | flitch -i logfmt --max-errors 2 'count by a'
{"a":1,"count":1}
{"a":null,"count":2}
{"a":2,"count":1}
! flitch: 2 lines: not logfmt (first standard input:2)
! flitch: standard input:2:1: logfmt expects a `key=value` pair where there is `bad`
! flitch: standard input:3:1: logfmt expects a `key=value` pair where there is `bad`

$ printf 'a=1\nbad\nbad\na=2\n' | flitch -i logfmt --max-errors 1 'count by a'
{"a":1,"count":1}
{"a":null,"count":2}
{"a":2,"count":1}
! flitch: 2 lines: not logfmt (first standard input:2)
! flitch: standard input:2:1: logfmt expects a `key=value` pair where there is `bad`
! flitch: standard input:3:1: logfmt expects a `key=value` pair where there is `bad`
! flitch: 2 lines had bad data, and --max-errors allows 1
? 4

$ printf 'a=1\nbad\nbad\na=2\n' | flitch -i logfmt --max-errors 50% 'count by a'
{"a":1,"count":1}
{"a":null,"count":2}
{"a":2,"count":1}
! flitch: 2 lines: not logfmt (first standard input:2)
! flitch: standard input:2:1: logfmt expects a `key=value` pair where there is `bad`
! flitch: standard input:3:1: logfmt expects a `key=value` pair where there is `bad`

$ printf 'a=1\nbad\nbad\na=2\n' | flitch -i logfmt --max-errors 49.9% 'count by a'
{"a":1,"count":1}
{"a":null,"count":2}
{"a":2,"count":1}
! flitch: 2 lines: not logfmt (first standard input:2)
! flitch: standard input:2:1: logfmt expects a `key=value` pair where there is `bad`
! flitch: standard input:3:1: logfmt expects a `key=value` pair where there is `bad`
! flitch: 2 of 4 lines (50.00 %) had bad data, and --max-errors allows 49.9 %
? 4

# Each line is looked at, also those that a text filter drops.
$ printf 'a=1 x\nbad\n' | flitch -i logfmt --strict '"x" | count by a'
{"a":1,"count":1}
! flitch: 1 line: not logfmt (first standard input:2)
! flitch: standard input:2:1: logfmt expects a `key=value` pair where there is `bad`
? 4

$ flitch --max-errors 101% '' app.log
! flitch: `--max-errors`: is a number of lines, or a share like 0.5%
? 2

$ flitch --max-errors 1 --strict '' app.log
! flitch: the argument '--max-errors <N|P%>' cannot be used with '--strict'
? 2

$ flitch --rejects nowhere/bad.log '' app.log
! flitch: nowhere/bad.log: no such file or directory
? 2
