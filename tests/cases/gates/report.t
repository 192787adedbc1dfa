# Times and memory differ from run to run; the rest is the same for any number of threads.
$ plain() { sed -E 's/"(ended|flitch)":"[^"]*"/"\1":"..."/g; s/"(wall|user|system)_seconds":[0-9.]+/"\1_seconds":0/g; s/"peak_memory_bytes":[0-9]+/"peak_memory_bytes":0/'; }
> flitch --report run.json 'where status >= 500 | count' access.log.gz app.jsonl missing.log; echo $?; plain < run.json
{"count":6}
3
{"report":1,"flitch":"...","exit":3,"signal":null,"ended":"...","stopped":false,"lines":24,"bytes":3567,"bad_lines":0,"inputs":[{"name":"access.log.gz","lines":14,"bytes":1933,"codec":"gzip","compressed_bytes":531,"first_time":null,"last_time":null,"bad":[],"faults":[]},{"name":"app.jsonl","lines":10,"bytes":1634,"codec":null,"compressed_bytes":null,"first_time":null,"last_time":null,"bad":[],"faults":[]},{"name":"missing.log","lines":0,"bytes":0,"codec":null,"compressed_bytes":null,"first_time":null,"last_time":null,"bad":[],"faults":["missing.log: no such file or directory"]}],"bad":[],"faults":[],"asserts":[],"output":{"records":1,"bytes":12},"approximate":[],"usage":{"wall_seconds":0,"user_seconds":0,"system_seconds":0,"peak_memory_bytes":0},"messages":["missing.log: no such file or directory"],"state":null}
! flitch: missing.log: no such file or directory

# Bad lines by input, with the first place.
$ printf '{"n":1}\nx\n{"n":"y"}' > bad.json
$ flitch --report run.json -i json 'sum(n), list(n)' bad.json app.jsonl bad.json
{"sum_n":2,"list_n":[1,"y",1,"y"]}
! flitch: 2 lines: not json (first bad.json:2); 2 lines: `n` was nothing that `sum` takes (first bad.json:3)
! flitch: bad.json:2:1: json expects an object, `{` where there is `x`
! flitch: bad.json:2:1: json expects an object, `{` where there is `x`
$ flitch 'explode inputs | select inputs.name as name, inputs.lines as lines, inputs.bytes as bytes, inputs.bad as bad' run.json
{"name":"bad.json","lines":3,"bytes":19,"bad":[{"reason":"not json","lines":1,"first_input":"bad.json","first_line":2,"from_byte":0},{"reason":"`n` was nothing that `sum` takes","lines":1,"first_input":"bad.json","first_line":3,"from_byte":0}]}
{"name":"app.jsonl","lines":10,"bytes":1634,"bad":[]}
{"name":"bad.json","lines":3,"bytes":19,"bad":[{"reason":"not json","lines":1,"first_input":"bad.json","first_line":2,"from_byte":0},{"reason":"`n` was nothing that `sum` takes","lines":1,"first_input":"bad.json","first_line":3,"from_byte":0}]}
$ flitch 'select lines, bytes, bad_lines, bad, messages' run.json
{"lines":16,"bytes":1672,"bad_lines":4,"bad":[],"messages":["2 lines: not json (first bad.json:2); 2 lines: `n` was nothing that `sum` takes (first bad.json:3)","bad.json:2:1: json expects an object, `{` where there is `x`","bad.json:2:1: json expects an object, `{` where there is `x`"]}
$ wc -lc bad.json app.jsonl | sed 's/  */ /g'
 2 19 bad.json
 10 1634 app.jsonl
 12 1653 total

# Every exit: no assert, an assert, an input, bad data, a limit, a usage.
$ for try in "-e '\"FATAL\"'" "'assert ms < 50'" "'' missing.log" "--strict -i json 'where n > 1' bad.json" "--memory 1MiB 'tail 1000000' big.log" "'whre'"; do
>   [ -f big.log ] || seq 1000000 > big.log
>   eval "flitch --report json $try app.jsonl" 2>&1 > /dev/null | tail -1 | flitch 'select exit, faults, messages'
> done
{"exit":1,"faults":[],"messages":[]}
{"exit":1,"faults":[],"messages":["app.jsonl:4: assert failed: `ms < 50` is not true\n  {\"ts\":\"2026-03-02T09:01:30.100Z\",\"level\":\"info\",\"service\":\"api\",\"msg\":\"request done\",\"status\":201,\"ms\":87.25,\"user\":\"bob\",\"http\":{\"method\":\"POST\",\"path\":\"/api/orders\"}}"]}
{"exit":3,"faults":[],"messages":["missing.log: no such file or directory"]}
{"exit":4,"faults":[],"messages":["1 line: not json (first bad.json:2); 1 line: `n` was not a number (first bad.json:3)","bad.json:2:1: json expects an object, `{` where there is `x`"]}
{"exit":5,"faults":["`tail`: needs more than the 1 MiB that --memory allows; select fewer rows or keys, or raise it"],"messages":["`tail`: needs more than the 1 MiB that --memory allows; select fewer rows or keys, or raise it"]}
{"exit":2,"faults":[],"messages":["unknown stage `whre`\n  whre\n  ^^^^ did you mean `where`?\n  help: where"]}

# Asserts: held, failed, open.
$ flitch --report run.json 'assert ms > 1 | where ms > 40 | assert status < 500, "s" | count | assert count > 0' app.jsonl
! flitch: app.jsonl:5: assert failed: s
!   {"ts":"2026-03-02T09:02:15.733Z","level":"error","service":"api","msg":"query failed: \"orders\" timeout","status":500,"ms":5003,"user":"carol","http":{"method":"GET","path":"/api/orders"}}
? 1
$ flitch 'explode asserts | select asserts' run.json
{"asserts":{"condition":"ms > 1","verdict":"held","message":null,"input":null,"line":null,"record":null}}
{"asserts":{"condition":"status < 500","verdict":"failed","message":"s","input":"app.jsonl","line":5,"record":"{\"ts\":\"2026-03-02T09:02:15.733Z\",\"level\":\"error\",\"service\":\"api\",\"msg\":\"query failed: \\\"orders\\\" timeout\",\"status\":500,\"ms\":5003,\"user\":\"carol\",\"http\":{\"method\":\"GET\",\"path\":\"/api/orders\"}}"}}
{"asserts":{"condition":"count > 0","verdict":"open","message":null,"input":null,"line":null,"record":null}}

# What is approximate; what stopped early.
$ flitch --report run.json 'sample 50% | approx_p95(ms), approx_count_distinct(user) as u, p95(ms) | head 1' app.jsonl
{"approx_p95_ms":5003,"u":1,"p95_ms":5003}
$ flitch 'select approximate, stopped' run.json
{"approximate":["sample 50%","approx_p95(ms)","approx_count_distinct(user)"],"stopped":false}
$ flitch --report run.json 'head 1' app.log; flitch 'select stopped, output' run.json
2026-03-02 09:00:01 INFO  [main] started in 812 ms
{"stopped":true,"output":{"records":1,"bytes":51}}
$ flitch --report run.json 'where time >= t"2026-03-02T09:03Z" | count' access.log
{"count":7}
$ flitch 'explode inputs | select inputs.first_time, inputs.last_time' run.json
{"inputs.first_time":"2026-03-02T09:00:01Z","inputs.last_time":"2026-03-02T09:14:59Z"}
$ flitch --report run.json 'count' access.log; flitch 'explode inputs | select inputs.first_time, inputs.last_time' run.json
{"count":14}
{"inputs.first_time":null,"inputs.last_time":null}

# Headers, directives and a last line without a newline are lines; bytes are those of wc.
$ for file in users.csv iis.log web.log.gz bad.json; do
>   flitch --report run.json 'count' $file > /dev/null
>   flitch 'select lines, bytes' run.json
>   gzip -cdf < $file | wc -lc | sed 's/  */ /g'
> done
{"lines":8,"bytes":218}
 8 218
{"lines":12,"bytes":890}
 12 890
{"lines":1200,"bytes":321154}
 1200 321154
{"lines":3,"bytes":19}
 2 19

# The last line of standard error; a file that ends in .json.
$ flitch --report json 'count' missing.log 2>&1 > /dev/null | cut -c 1-11
flitch: mis
{"report":1
$ flitch --report - -q '"x"' app.log 2>&1 | cut -c 1-9
{"report"
$ flitch --report jsn 'count' app.log
! flitch: `--report`: is `json`, for standard error, or a FILE that ends in `.json`
? 2
$ flitch --report none/run.json 'count' app.log
! flitch: none/run.json: none: no such file or directory
? 2
$ flitch --report run.json --junit run.json 'count' app.log
! flitch: run.json: two reports cannot be one file
? 2
$ mkdir folder.json; flitch --report folder.json 'count' app.log
! flitch: folder.json: is a folder
? 2
$ flitch --report /proc/run.json 'count' app.log
{"count":10}
! flitch: /proc/run.json: no such file or directory
? 5
$ ls run.json*
run.json

# One line for a person.
$ flitch --stats '"pool"' app.log 2>&1 | sed -E 's/in [0-9.]+ s \([^)]*\)/in T (S)/; s/user .*/user T, peak M/'
2026-03-02 09:10:00 ERROR [db] pool exhausted (20 of 20 in use)
flitch: 10 lines, 585 B in T (S), 1 line out; user T, peak M
$ printf 'a' | flitch --stats 'count' 2>&1 | sed -E 's/in [0-9.]+ s \([^)]*\)/in T (S)/; s/user .*/user T, peak M/'
{"count":1}
flitch: 1 line, 1 B in T (S), 1 line out; user T, peak M
$ flitch --stats -q '"pool"' app.log 2>&1 | sed -E 's/in [0-9.]+ s \([^)]*\)/in T (S)/; s/user .*/user T, peak M/'
flitch: 10 lines, 585 B in T (S), 1 line out; user T, peak M
