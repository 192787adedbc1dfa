# A line is counted once for each kind of note, also when its row was held or waited in a file.

$ printf 'a=1 b=x\na=1 b=2\na=2 b=y\na=2 b=z\na=3 b=w\n' > held.log
$ flitch --room=1 --block-size=1 'where not b > 1 | dedup a, line | where not b > 1 | count' held.log
{"count":4}
! flitch: 4 lines: `b` was not a number (first held.log:1)
$ flitch 'where not b > 1 | sort a | where not b > 1 | count' held.log
{"count":4}
! flitch: 4 lines: `b` was not a number (first held.log:1)
$ flitch 'where not b > 1 | tail 3 | where not b > 1 | count' held.log
{"count":3}
! flitch: 4 lines: `b` was not a number (first held.log:1)
$ flitch 'where not b > 1 | tail 1 by a | where not b > 1 | count' held.log
{"count":3}
! flitch: 4 lines: `b` was not a number (first held.log:1)
$ flitch 'where not b > 1 | annotate count by a | where not b > 1 | count' held.log
{"count":4}
! flitch: 4 lines: `b` was not a number (first held.log:1)

# A line in no known format is one, however often it is read.
$ printf 'b=1\nbad\n' | flitch -i logfmt 'annotate avg(b) | redact uuid'
{"b":1,"avg_b":1.0}
{"line":"bad","avg_b":1.0}
! flitch: 1 line: not logfmt (first standard input:2)
! flitch: standard input:2:1: logfmt expects a `key=value` pair where there is `bad`

# Rows that waited in a file say where they stood.
$ flitch --room=1 --block-size=1 'running count | where not b > 1 | count' held.log
{"count":4}
! flitch: 4 lines: `b` was not a number (first held.log:1)
$ printf 'a=7 b=7\n' > fine.log
$ flitch --room=1 --block-size=1 'dedup a, line | where not a > 2 or not b > 1 | count' fine.log held.log
{"count":5}
! flitch: 1 line: `b` was not a number (first held.log:5)
$ flitch 'dedup a, line | where not a > 2 or not b > 1 | count' fine.log held.log
{"count":5}
! flitch: 1 line: `b` was not a number (first held.log:5)
$ flitch --room=1 --block-size=1 'running count | where count == 5 | dedup a | where not b > 1 | count' held.log
{"count":1}
! flitch: 1 line: `b` was not a number (first held.log:5)
