# A line about a server is no traffic; a request that was cut off has no parts.
$ printf '%s\n' 'Mar  2 09:02:14 lb haproxy[914]: Server web/web1 is DOWN' '192.0.2.7:1 [02/Mar/2026:09:02:14.655] fe web/web1 10/0/1/69/+80 200 +2750 - - ---- 12/9/3/1/0 0/0 "GET /very/lo' | flitch -i haproxy 'select ms, bytes, request, path'
{"ms":null,"bytes":null,"request":null,"path":null}
{"ms":80,"bytes":2750,"request":"GET /very/lo","path":null}
! flitch: 1 line: not haproxy (first standard input:1)
! flitch: standard input:1:41: haproxy expects the time of acceptance in brackets where there is `web/web1 is DOWN`

# What was never reached does not count as -1.
$ flitch -i haproxy 'count, count(connect_ms), min(connect_ms)' haproxy.log
{"count":5,"count_connect_ms":4,"min_connect_ms":1}

# Captured headers are one text.
$ flitch -i haproxy 'set agent = request_headers.split("|")[1] | select request_headers, agent | head 2' haproxy.log
{"request_headers":"www.example.org|curl/8.5","agent":"curl/8.5"}
{"request_headers":"www.example.org|","agent":""}

# It is known by itself.
$ flitch 'where termination == "sH--" | select server, timers' haproxy.log
{"server":"web2","timers":"4/0/3002/-1/3006"}
