# The columns change in the file: each line is read by the names before it.
$ flitch -i w3c 'select line_no, time, host, path, status, ms, bytes' iis.log
{"line_no":5,"time":"2026-03-02T09:02:14Z","host":null,"path":"/orders","status":200,"ms":85,"bytes":null}
{"line_no":6,"time":"2026-03-02T09:02:15Z","host":null,"path":"/orders","status":500,"ms":1203,"bytes":null}
{"line_no":11,"time":"2026-03-02T11:30:02Z","host":"www.example.org","path":"/health","status":200,"ms":3,"bytes":512}
{"line_no":12,"time":"2026-03-02T11:30:40Z","host":"shop.example.org","path":"/report","status":503,"ms":30012,"bytes":0}

# A line that has more or fewer values than there are names is not guessed at, and directives are no records.
$ printf '%s\n' '1 2 3' '#Fields: a b' '1 2' '1 2 3' '#Remark: x' '1 "2 3"' '' '#Fields: b' 7 | flitch -i w3c 'select a, b'
{"a":null,"b":null}
{"a":1,"b":2}
{"a":null,"b":null}
{"a":1,"b":"2 3"}
{"a":null,"b":null}
{"a":null,"b":7}
! flitch: 2 lines: not w3c (first standard input:1)
! flitch: standard input:1:1: w3c expects a line `#Fields:` before it where there is `1 2 3`
! flitch: standard input:4:4: w3c expects 2 values, as `#Fields:` says where there is ` 3`

# Whole lines come with the directives that they stand under.
$ flitch -i w3c 'where status == 200' iis.log
\#Version: 1.0
\#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken
2026-03-02 09:02:14 10.0.0.5 GET /orders page=2 443 - 203.0.113.9 Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64) https://www.example.org/ 200 0 0 85
\#Version: 1.0
\#Fields: date time cs-method cs-uri-stem cs-host c-ip cs(User-Agent) sc-status sc-bytes time-taken
2026-03-02 11:30:02 GET /health www.example.org 10.0.0.9 probe/1.0 200 512 3

$ flitch -i w3c 'where ms > 10000' iis.log
\#Version: 1.0
\#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken
\#Version: 1.0
\#Fields: date time cs-method cs-uri-stem cs-host c-ip cs(User-Agent) sc-status sc-bytes time-taken
2026-03-02 11:30:40 GET /report shop.example.org 203.0.113.9 curl/8.5.0 503 0 30012

$ flitch -i w3c --no-header 'where ms > 10000' iis.log
2026-03-02 11:30:40 GET /report shop.example.org 203.0.113.9 curl/8.5.0 503 0 30012

# Lines that were held back cannot stand under two.
$ flitch -i w3c 'sort -ms' iis.log
\#Version: 1.0
\#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken
\#Version: 1.0
\#Fields: date time cs-method cs-uri-stem cs-host c-ip cs(User-Agent) sc-status sc-bytes time-taken
2026-03-02 11:30:40 GET /report shop.example.org 203.0.113.9 curl/8.5.0 503 0 30012
\#Version: 1.0
\#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken
2026-03-02 09:02:15 10.0.0.5 POST /orders - 443 EXAMPLE\bob 198.51.100.23 Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64) - 500 0 64 1203
2026-03-02 09:02:14 10.0.0.5 GET /orders page=2 443 - 203.0.113.9 Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64) https://www.example.org/ 200 0 0 85
\#Version: 1.0
\#Fields: date time cs-method cs-uri-stem cs-host c-ip cs(User-Agent) sc-status sc-bytes time-taken
2026-03-02 11:30:02 GET /health www.example.org 10.0.0.9 probe/1.0 200 512 3

$ flitch -i w3c 'where line_no < 7 | sort -ms' iis.log
\#Version: 1.0
\#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken
2026-03-02 09:02:15 10.0.0.5 POST /orders - 443 EXAMPLE\bob 198.51.100.23 Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64) - 500 0 64 1203
2026-03-02 09:02:14 10.0.0.5 GET /orders page=2 443 - 203.0.113.9 Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64) https://www.example.org/ 200 0 0 85
$ flitch -i w3c 'sort -ms | select ms, path' iis.log
{"ms":30012,"path":"/report"}
{"ms":1203,"path":"/orders"}
{"ms":85,"path":"/orders"}
{"ms":3,"path":"/health"}

# Names that are no words are reached in brackets, and the time as it was written too.
$ flitch -i w3c 'select row["sc-win32-status"], row["time"], date | head 2' iis.log
{"sc-win32-status":0,"time":"09:02:14","date":"2026-03-02"}
{"sc-win32-status":64,"time":"09:02:15","date":"2026-03-02"}

# A record carries its own names.
$ flitch -i w3c -o json 'tail 1' iis.log
{"time":"2026-03-02T11:30:40Z","cs-method":"GET","cs-uri-stem":"/report","cs-host":"shop.example.org","c-ip":"203.0.113.9","cs(User-Agent)":"curl/8.5.0","sc-status":503,"sc-bytes":0,"time-taken":30012}

# It is known by its first line, and several files need not agree.
$ (echo '#Fields: c-ip sc-status'; echo '192.0.2.1 404') | flitch 'count by status' iis.log -
{"status":200,"count":2}
{"status":500,"count":1}
{"status":503,"count":1}
{"status":404,"count":1}

# Where nothing comes out, the directives do.
$ flitch 'where status == 999' iis.log
\#Version: 1.0
\#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken
$ printf '#Fields: a b\n' | flitch -i w3c 'where a == 1'
\#Fields: a b
