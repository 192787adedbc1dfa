# The same output, with a rate as the cap or without.
$ flitch --polite 'count by level' app.jsonl
{"level":"info","count":5}
{"level":"debug","count":1}
{"level":"error","count":2}
{"level":"warn","count":2}

$ flitch --polite --rate 5MB/s 'count by level' app.jsonl
{"level":"info","count":5}
{"level":"debug","count":1}
{"level":"error","count":2}
{"level":"warn","count":2}
