# Padded numbers, a line of another layout, and times since 1970.
$ (cat squid.log; echo '10.0.0.5 - - [02/Mar/2026:09:02:14 +0000] "GET / HTTP/1.1" 200 1 TCP_MISS:DIRECT') | flitch -i squid 'select bin(time, 1s) as at, ms, user'
{"at":"2026-03-02T09:02:14Z","ms":11,"user":null}
{"at":"2026-03-02T09:02:15Z","ms":16867,"user":"bob"}
{"at":"2026-03-02T09:02:16Z","ms":316,"user":null}
{"at":"2026-03-02T09:02:17Z","ms":0,"user":null}
{"at":null,"ms":null,"user":null}
! flitch: 1 line: not squid (first standard input:5)
! flitch: standard input:5:1: squid expects a time like `1533744000.777` where there is `10.0.0.5 - - [02/Mar/2026:09:0...`

# It is known by itself.
$ flitch 'sum(bytes) by host' squid.log
{"host":"www.example.org","sum_bytes":1902}
{"host":"shop.example.org","sum_bytes":6256}
{"host":"mail.example.org","sum_bytes":3822}
