# A file is known by its first line, and what a line carries is read too.
$ flitch 'select stream, level, msg' pod.log
{"stream":"stdout","level":"info","msg":"request done"}
{"stream":"stderr","level":"error","msg":"query failed"}
{"stream":"stdout","level":"debug","msg":"cache miss"}
{"stream":"stderr","level":null,"msg":"panic"}

$ flitch 'where level == error' pod.log
2026-03-02T09:02:15.733000000Z stderr P {"level":"error",
2026-03-02T09:02:15.733000002Z stderr F "msg":"query failed"}

$ for b in 1 7 100 4096; do for j in 1 3; do cat pod.log | flitch --block-size $b -j$j 'select level, msg, log' | md5sum; flitch --block-size $b -j$j 'select level, msg, log' pod.log | md5sum; done; done | sort -u | wc -l
1

$ flitch 'select stream, level, msg' docker.log
{"stream":"stdout","level":"info","msg":"request done"}
{"stream":"stderr","level":"error","msg":"query failed"}
{"stream":"stdout","level":null,"msg":"ready"}

$ flitch 'where msg == "query failed"' docker.log
{"log":"level=error msg=\"query ","stream":"stderr","time":"2026-03-02T09:02:15.733Z"}
{"log":"failed\"\n","stream":"stderr","time":"2026-03-02T09:02:15.733Z"}

$ flitch 'select service, level, msg' compose.log
{"service":"web-1","level":"info","msg":"request done"}
{"service":"worker-1","level":"error","msg":"query failed"}
{"service":"db-1","level":null,"msg":"ready to accept connections"}

# Traces are joined by stream, whatever others print in between.
$ printf 'web-1 | E: x\ndb-1  | ready\nweb-1 |   at f (a.js:1)\ndb-1  | done\nweb-1 | next\n' | flitch --multiline auto 'print f"{service}: {len(log.splitlines())} {msg}"'
web-1: 2 E: x
  at f (a.js:1)
db-1: 1 ready
db-1: 1 done
web-1: 1 next

$ printf 'web-1 | E: x\ndb-1  | ready\nweb-1 |   at f (a.js:1)\ndb-1  | done\n' | flitch --multiline auto 'where "at f" in line'
web-1 | E: x
web-1 |   at f (a.js:1)

$ printf '2026-03-02T09:00:01Z stdout F Traceback (most recent call last):\n2026-03-02T09:00:01Z stderr F other\n2026-03-02T09:00:01Z stdout F   File "x"\n2026-03-02T09:00:02Z stdout F ValueError: y\n' | flitch --multiline python 'select stream, msg'
{"stream":"stdout","msg":"Traceback (most recent call last):\n  File \"x\"\nValueError: y"}
{"stream":"stderr","msg":"other"}
