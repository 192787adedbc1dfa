# `until` keeps the records up to the first like this; `--until` waits for it.

$ flitch 'until "retry" | print line_no' app.log
1
2
3
4
5
6

$ flitch 'until status >= 500 | count by status' access.log
{"status":200,"count":2}
{"status":304,"count":1}
{"status":302,"count":1}
{"status":201,"count":1}
{"status":500,"count":1}

$ flitch -j 4 --block-size 7 'until status >= 500 | sort -bytes | head 1 | select bytes' access.log
{"bytes":5124}

$ flitch 'until "no such text" | count' app.log
{"count":10}

$ flitch 'until status' access.log
203.0.113.7 - - [02/Mar/2026:09:00:01 +0000] "GET / HTTP/1.1" 200 5124 "-" "Mozilla/5.0 (X11; Linux x86_64) Firefox/136.0"
203.0.113.7 - - [02/Mar/2026:09:00:02 +0000] "GET /static/app.css HTTP/1.1" 304 0 "https://shop.example/" "Mozilla/5.0 (X11; Linux x86_64) Firefox/136.0"
198.51.100.23 - bob [02/Mar/2026:09:00:09 +0000] "POST /login HTTP/1.1" 302 154 "https://shop.example/" "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_4) Safari/605.1.15"
198.51.100.23 - bob [02/Mar/2026:09:00:11 +0000] "GET /api/users?id=7 HTTP/1.1" 200 512 "https://shop.example/login" "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_4) Safari/605.1.15"
198.51.100.23 - bob [02/Mar/2026:09:01:30 +0000] "POST /api/orders HTTP/1.1" 201 96 "https://shop.example/cart" "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_4) Safari/605.1.15"
192.0.2.88 - - [02/Mar/2026:09:02:15 +0000] "GET /api/orders?page=2 HTTP/1.1" 500 1033 "-" "curl/8.12.1"
192.0.2.88 - - [02/Mar/2026:09:02:16 +0000] "GET /api/orders?page=2 HTTP/1.1" 502 157 "-" "curl/8.12.1"
2001:db8::42 - - [02/Mar/2026:09:03:40 +0000] "GET /wp-login.php HTTP/1.1" 404 146 "-" "python-requests/2.32.3"
2001:db8::42 - - [02/Mar/2026:09:03:41 +0000] "GET /.env HTTP/1.1" 404 146 "-" "python-requests/2.32.3"
192.0.2.88 - - [02/Mar/2026:09:05:02 +0000] "GET /api/orders?page=2 HTTP/1.1" 200 20480 "-" "curl/8.12.1"
203.0.113.7 - alice [02/Mar/2026:09:06:27 +0000] "DELETE /api/users?id=9 HTTP/1.1" 403 61 "https://shop.example/admin" "Mozilla/5.0 (X11; Linux x86_64) Firefox/136.0"
198.51.100.23 - bob [02/Mar/2026:09:10:00 +0000] "GET /api/users?id=7 HTTP/1.1" 503 190 "https://shop.example/cart" "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_4) Safari/605.1.15"
203.0.113.7 - - [02/Mar/2026:09:12:33 +0000] "GET /healthz HTTP/1.1" 200 2 "-" "kube-probe/1.32"
203.0.113.7 - alice [02/Mar/2026:09:14:59 +0000] "POST /api/orders HTTP/1.1" 201 98 "https://shop.example/cart" "Mozilla/5.0 (X11; Linux x86_64) Firefox/136.0"
! flitch: 14 lines: `status` was not a bool (first access.log:1)

$ (echo one; echo ready; echo more) | flitch --until '"ready"'
one
ready

$ (echo one; echo ready; echo more; sleep 3) | flitch --until '"ready"' count
{"count":2}

$ (echo one; echo ready; echo more) | flitch -q --until '"ready"' ''

$ (echo one; echo two) | flitch -q --until '"ready"' ''
! flitch: --until: the input has ended, and there was no such record
? 1

$ (echo one; echo two) | flitch --until r'x' '"o"'
one
two
! flitch: 2 lines: not in a known format (first standard input:1)
! flitch: no record had a field `rx`
! flitch: --until: the input has ended, and there was no such record
? 1

$ (echo one; echo two) | flitch --until 'r"^t"' 'where "x" in line'

$ (echo one; sleep 3) | flitch --timeout 1s --until '"ready"'
one
! flitch: --timeout: 1s have passed; this is what had been read until then
? 1

$ echo '{"status":200}' | flitch --until 'status == 200 and not "x"' 'select status'
{"status":200}

$ flitch --until 'status >= "a' access.log
! flitch: --until: this `"` is never closed
!   until status >= "a
!                   ^ opened here
? 2

$ flitch --until 'nosuch(1)' '' access.log
! flitch: --until: unknown function `nosuch`
!   until nosuch(1)
!         ^^^^^^^^^
!   help: flitch help functions lists them
? 2

$ flitch --until 2026-13-45 '' access.log
! flitch: `--until`: `2026-13-45` is no point in time; write -3h, 09:30, today, yesterday+8h, 2026-01-02, 2026-01-02T03:04:05Z or start+30m
? 2

$ flitch --until '' '' access.log
! flitch: `--until`: `` is no point in time; write -3h, 09:30, today, yesterday+8h, 2026-01-02, 2026-01-02T03:04:05Z or start+30m
? 2

$ flitch --until '2026-03-02T09:00:05Z' count access.log
{"count":2}

$ flitch --checkpoint c 'until "a"' app.log
! flitch: `until` depends on records that an earlier run has read, and a checkpoint does not keep them; leave out the stage, or --checkpoint
? 2

# A file that is named alone is still taken for the pipeline.

$ flitch --until '"ERROR"' app.log
! flitch: unknown stage `app`
!   app.log
!   ^^^
!   help: `flitch help` lists the stages
!   help: `app.log` is a file; to copy it: flitch '' app.log
? 2

$ flitch --until '"ERROR"' 'print line_no' app.log
1
2
3
4
