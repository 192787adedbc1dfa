# Messages by their template.

$ flitch -o table 'patterns | select pattern, count, share | head 4' access.log
pattern                                                                                                                                                      count   share
───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────  ─────  ──────
<ip> - - [<time>] "GET /api/orders?page=<num> HTTP/<num>" <num> <num> "-" "curl/<num>.<num>"                                                                     3  0.2143
<ip> - - [<time>] "GET / HTTP/<num>" <num> <num> "-" "Mozilla/<num> (X<num>; Linux x<num>_<num>) Firefox/<num>"                                                  1  0.0714
<ip> - - [<time>] "GET /static/app.css HTTP/<num>" <num> <num> "https://shop.example/" "Mozilla/<num> (X<num>; Linux x<num>_<num>) Firefox/<num>"                1  0.0714
<ip> - bob [<time>] "POST /login HTTP/<num>" <num> <num> "https://shop.example/" "Mozilla/<num> (Macintosh; Intel Mac OS X <num>_<num>) Safari/<num>.<num>"      1  0.0714
$ flitch 'patterns | head 2' app.log
{"pattern":"started in <num> ms","count":1,"share":0.1,"first":"2026-03-02T09:00:01Z","last":"2026-03-02T09:00:01Z","example":"started in 812 ms"}
{"pattern":"user bob logged in from <ip>","count":1,"share":0.1,"first":"2026-03-02T09:00:09Z","last":"2026-03-02T09:00:09Z","example":"user bob logged in from 198.51.100.23"}
$ flitch 'patterns msg by service on ts | where count > 1 or service == "auth"' app.jsonl
{"service":"api","pattern":"request done","count":3,"share":0.5,"first":"2026-03-02T09:00:01.250Z","last":"2026-03-02T09:05:02.415Z","example":"request done"}
{"service":"auth","pattern":"login ok","count":1,"share":0.5,"first":"2026-03-02T09:00:09.871Z","last":"2026-03-02T09:00:09.871Z","example":"login ok"}
{"service":"auth","pattern":"permission denied","count":1,"share":0.5,"first":"2026-03-02T09:06:27.300Z","last":"2026-03-02T09:06:27.300Z","example":"permission denied"}
$ flitch 'patterns f"{method} {path_template(path)}" | select pattern, count | head 3' access.log
{"pattern":"GET /api/orders","count":3}
{"pattern":"GET /api/users","count":2}
{"pattern":"POST /api/orders","count":2}
$ flitch '"no such line" | patterns' app.log
# Text that is missing has no pattern; records that nobody asked a field of are not told of.
$ printf '%s\n' '{"msg":"took 5ms"}' '{"msg":null}' 'no json' '{"msg":"took 12.5s"}' | flitch 'patterns | select pattern, count, share, example'
{"pattern":"took <duration>","count":2,"share":0.5,"example":"took 5ms"}
{"pattern":"{\"msg\":null}","count":1,"share":0.25,"example":"{\"msg\":null}"}
{"pattern":"no json","count":1,"share":0.25,"example":"no json"}
$ printf '%s\n' '{"msg":"a 1"}' '{"x":1}' | flitch -i json 'patterns msg | select pattern, count'
{"pattern":"a <num>","count":1}
# A baseline: what is new is told once.
$ flitch --save base.json 'where status < 400 | patterns request | select count' access.log | head -1; head -3 base.json
{"count":2}
{"pattern":"GET / HTTP/<num>"}
{"pattern":"GET /api/orders?page=<num> HTTP/<num>"}
{"pattern":"GET /api/users?id=<num> HTTP/<num>"}
$ flitch -e --save base.json 'patterns request new since "base.json" | select pattern, count' access.log
{"pattern":"GET /wp-login.php HTTP/<num>","count":1}
{"pattern":"GET /.env HTTP/<num>","count":1}
{"pattern":"DELETE /api/users?id=<num> HTTP/<num>","count":1}
$ flitch -e --save base.json 'patterns request new since "base.json" | select pattern, count' access.log
? 1
$ printf 'pattern\njob started\nrequest done\n' > known.csv; flitch 'patterns new since "known.csv" | select pattern | head 2' app.jsonl
{"pattern":"login ok"}
{"pattern":"query failed: \"orders\" timeout"}
$ : > none.json; flitch 'patterns new since "none.json" | count' app.jsonl
{"count":8}
$ flitch 'patterns new since "nowhere.json"' app.jsonl
! flitch: nowhere.json: no such file or directory
!   patterns new since "nowhere.json"
!                      ^^^^^^^^^^^^^^
!   help: flitch --save nowhere.json patterns old.log writes one
!   help: an empty file is a baseline without patterns
? 2
$ flitch 'patterns new since "users.csv"' app.jsonl
! flitch: users.csv: no column `pattern`
!   patterns new since "users.csv"
!                      ^^^^^^^^^^^
!   help: patterns new since "base.json"
? 2
$ flitch 'patterns since "known.csv"' app.jsonl
! flitch: `new` stands before `since`
!   patterns since "known.csv"
!   ^^^^^^^^^^^^^^^^^^^^^^^^^^
!   help: patterns new since "base.json"
? 2
$ flitch 'patterns new' app.jsonl
! flitch: `new` wants to know since what
!   patterns new
!            ^^^
!   help: patterns new since "base.json"
!   help: the field of that name is row["new"]
? 2
$ flitch 'patterns msg, level' app.jsonl
! flitch: `patterns` takes one text
!   patterns msg, level
!                 ^^^^^
!   help: patterns [TEXT] [new since "FILE"] [by KEY, ...] [on TIME]
? 2
$ flitch 'count by level | patterns' app.jsonl
! flitch: `patterns` needs a text here
!   count by level | patterns
!                    ^^^^^^^^
!   help: patterns msg
? 2
$ flitch --save base.json 'count' app.jsonl
! flitch: `--save` keeps what `patterns` finds, and there is no such stage
!   count
!   ^^^^^
!   help: flitch --save base.json patterns app.log
!   help: -O FILE writes the output to a file
? 2
$ flitch --save no/such/base.json 'patterns | count' app.jsonl
! flitch: no/such/base.json: no such file or directory
? 5
$ flitch --explain 'patterns by level' app.jsonl
input   auto
output  records
decode  level, msg, time before stage 1
\
stage                   shape  order   memory
  1  patterns by level  whole  sorted  every group
