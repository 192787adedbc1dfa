# Files beside the output: tee, split, -O.

$ flitch 'where status >= 500 | tee "errors.log" | head 1 | select status' access.log; cat errors.log
{"status":500}
192.0.2.88 - - [02/Mar/2026:09:02:15 +0000] "GET /api/orders?page=2 HTTP/1.1" 500 1033 "-" "curl/8.12.1"
192.0.2.88 - - [02/Mar/2026:09:02:16 +0000] "GET /api/orders?page=2 HTTP/1.1" 502 157 "-" "curl/8.12.1"
198.51.100.23 - bob [02/Mar/2026:09:10:00 +0000] "GET /api/users?id=7 HTTP/1.1" 503 190 "https://shop.example/cart" "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_4) Safari/605.1.15"
$ flitch 'select status, path | tee "a.csv" | where status > 502' access.log; head -2 a.csv
{"status":503,"path":"/api/users"}
status,path
200,/
$ flitch 'count by status | tee "counts.tsv" | where count > 3' access.log; cat counts.tsv
{"status":200,"count":4}
status	count
200	4
304	1
302	1
201	2
500	1
502	1
404	2
403	1
503	1
$ flitch 'where service == "auth" | tee "a.log" | set n = 1 | select n | tee "b.log"' app.jsonl; cat a.log b.log
{"n":1}
{"n":1}
{"ts":"2026-03-02T09:00:09.871Z","level":"info","service":"auth","msg":"login ok","status":302,"ms":48,"user":"bob","http":{"method":"POST","path":"/login"}}
{"ts":"2026-03-02T09:06:27.300Z","level":"warn","service":"auth","msg":"permission denied","status":403,"ms":4,"user":"alice","http":{"method":"DELETE","path":"/api/users"}}
{"n":1}
{"n":1}
$ flitch -i combined 'where status == 503 | tee "a.json"' access.log | wc -l; cat a.json
1
{"ip":"198.51.100.23","ident":"-","user":"bob","time":"02/Mar/2026:09:10:00 +0000","method":"GET","target":"/api/users?id=7","path":"/api/users","query":"id=7","protocol":"HTTP/1.1","status":503,"bytes":190,"referer":"https://shop.example/cart","user_agent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 14_4) Safari/605.1.15","request":"GET /api/users?id=7 HTTP/1.1","extra":null}
$ flitch -i csv 'where age > 40 | tee "old.csv" | count' users.csv; cat old.csv
{"count":1}
id,name,plan,age,note
3,Carol,pro,41,"moved in March
new address on file"
! flitch: 1 line: `age` was not a number (first users.csv:6)
# A name that compresses, and a file that nothing was written to.
$ flitch 'where status == 503 | tee "a.log.gz" | count' access.log; flitch 'count by status' a.log.gz
{"count":1}
{"status":503,"count":1}
$ flitch '"no such line" | tee "none.log" | select 1 as x | tee "none.json"' access.log; wc -c none.log none.json
0 none.log
0 none.json
0 total
# What is redacted is redacted in the file too.
$ flitch 'redact ip | head 1 | tee "safe.log" | count' access.log; cat safe.log
{"count":1}
<ip> - - [02/Mar/2026:09:00:01 +0000] "GET / HTTP/1.1" 200 5124 "-" "Mozilla/5.0 (X11; Linux x86_64) Firefox/136.0"
# One file for each key; a value is one part of the path.
$ flitch 'split "by/{service}/{level}.json" | count' app.jsonl; find by -type f | LC_ALL=C sort; cat by/auth/*
{"count":10}
by/api/error.json
by/api/info.json
by/api/warn.json
by/auth/info.json
by/auth/warn.json
by/worker/debug.json
by/worker/info.json
{"ts":"2026-03-02T09:00:09.871Z","level":"info","service":"auth","msg":"login ok","status":302,"ms":48,"user":"bob","http":{"method":"POST","path":"/login"}}
{"ts":"2026-03-02T09:06:27.300Z","level":"warn","service":"auth","msg":"permission denied","status":403,"ms":4,"user":"alice","http":{"method":"DELETE","path":"/api/users"}}
$ printf '%s\n' '{"k":"../x","n":1}' '{"k":"","n":2}' '{"n":3}' '{"k":"a/b","n":4}' '{"k":"a/b","n":5}' | flitch -i json 'split "k/{k}.json" | count'; for f in k/*; do echo "$f"; cat "$f"; done
{"count":5}
k/%2E.%2Fx.json
{"k":"../x","n":1}
k/_.json
{"k":"","n":2}
{"n":3}
k/a%2Fb.json
{"k":"a/b","n":4}
{"k":"a/b","n":5}
$ flitch 'split "days/{time:%Y-%m-%d}.log.gz" | count' access.log; ls days; gzip -dc days/2026-03-02.log.gz | wc -l
{"count":14}
2026-03-02.log.gz
14
$ flitch 'split f"x/{status}.csv"' access.log
! flitch: the columns of this csv file are not known before reading
!   split f"x/{status}.csv"
!         ^^^^^^^^^^^^^^^^^
!   help: name them before it: select time, level, msg
!   help: a name that ends in .json takes all fields
? 2
# The output as a file; it may be an input, and its suffix says what it is.
$ flitch -O users.csv -i csv 'where age > 40' users.csv; cat users.csv
id,name,plan,age,note
3,Carol,pro,41,"moved in March
new address on file"
! flitch: 1 line: `age` was not a number (first users.csv:6)
$ flitch -O a.csv 'select time, status | head 1' access.log; cat a.csv
time,status
02/Mar/2026:09:00:01 +0000,200
$ flitch -O a.json.gz 'head 1 | select status' access.log; gzip -dc a.json.gz
{"status":200}
$ flitch -z zstd -o csv -O out.dat 'head 1 | select status' access.log; flitch -i csv '' out.dat
status
200
# A run that does not end well leaves what it has under another name, and what was there.
$ echo old > out.log; flitch --strict -O out.log 'where path > 1 or status > 502' access.log; ls out.log*; cat out.log
out.log
out.log.partial
old
! flitch: 14 lines: `path` was not a number (first access.log:1)
! flitch: the run did not end well: what there is of the file is in `out.log.partial`
$ flitch --strict 'where path > 1 or status > 502 | tee "t.log" | count' access.log; ls t.*
{"count":1}
t.log.partial
! flitch: 14 lines: `path` was not a number (first access.log:1)
! flitch: the run did not end well: what there is of the file is in `t.log.partial`
$ flitch 'tee "a" | tee "a"' access.log
! flitch: a: is written twice by this pipeline; give one file another name
! flitch: the run did not end well: what there is of the file is in `a.partial`
? 5
$ flitch 'tee "no/such/folder.log"' access.log
! flitch: no/such/folder.log: no such file or directory
? 5
$ flitch 'count | tee "/dev/full"' access.log
{"count":14}
! flitch: /dev/full: no space left on device; free some space there, or write elsewhere
? 5
$ flitch -O no/such/folder.log '' access.log
! flitch: no/such/folder.log: no such file or directory
? 2
$ flitch 'count | tee "/dev/stderr"' access.log
{"count":14}
! {"count":14}
$ flitch 'tee "x.csv"' app.jsonl
! flitch: the columns of this csv file are not known before reading
!   tee "x.csv"
!       ^^^^^^^
!   help: name them before it: select time, level, msg
!   help: a name that ends in .json takes all fields
? 2
$ flitch 'tee x' access.log
! flitch: the name of a file is a string
!   tee x
!       ^
!   help: tee "errors.log"
? 2
$ flitch 'tee "out/"' access.log
! flitch: the name of a file is wanted here
!   tee "out/"
!       ^^^^^^
!   help: tee "errors.log"
? 2
$ flitch 'split "out.log"' access.log
! flitch: no value in braces parts the records
!   split "out.log"
!         ^^^^^^^^^
!   help: split "out/{service}.log"
!   help: tee "out.log"
? 2
$ flitch 'split "{service}/"' app.jsonl
! flitch: a path ends in the name of a file
!   split "{service}/"
!         ^^^^^^^^^^^^
!   help: split "out/{service}.log"
? 2
$ flitch 'split "out/{servce}.log"' -i combined access.log
! flitch: no field `servce` here
!   split "out/{servce}.log"
!               ^^^^^^
!   help: the fields are ip, ident, user, time, method, target, path, query, protocol, status, bytes, referer, user_agent, request, extra
? 2
$ flitch 'split "out/{service"' app.jsonl
! flitch: this `{` is never closed
!   split "out/{service"
!              ^
!   help: split r"out/{service"
? 2
$ flitch -q -O out.log '"x"' access.log
! flitch: the argument '--quiet' cannot be used with '--out-file <FILE>'
? 2
