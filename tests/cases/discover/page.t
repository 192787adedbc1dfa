# A pipeline that is nothing but `discover` prints a page.

$ flitch discover access.log
14 records, 1933 bytes, all combined
2026-03-02T09:00:01Z to 2026-03-02T09:14:59Z, 14m58s, by time
\
field         in  types   distinct  values
ip          100%  text           4  203.0.113.7 36% · 198.51.100.23 29% · 192.0.2.88 21% · 2001:db8::42 14%
ident       100%  text           1  all -
user        100%  text           3  - 57% · bob 29% · alice 14%
time        100%  time          14  2026-03-02T09:00:01Z to 2026-03-02T09:14:59Z
method      100%  text           3  GET 71% · POST 21% · DELETE 7.1%
target      100%  text          10  /api/orders?page=2 21% · /api/users?id=7 14% · /api/orders 14% · / 7.1%
path        100%  text           8  /api/orders 36% · /api/users 21% · / 7.1% · /static/app.css 7.1% · /login 7.1%
query        43%  text           3  page=2 50% · id=7 33% · id=9 17%
protocol    100%  text           1  all HTTP/1.1
status      100%  number         9  200 to 503, median 302; 200 29% · 201 14% · 404 14% · 304 7.1% · 302 7.1% · 500 7.1%
bytes       100%  number        13  0 to 20480, median 146
referer     100%  text           5  - 50% · https://shop.example/cart 21% · https://shop.example/ 14%
user_agent  100%  text           5  Mozilla/5.0 (X11; Linux x86_64) Firefox/136.0 29%
request     100%  text          10  GET /api/orders?page=2 HTTP/1.1 21% · GET /api/users?id=7 HTTP/1.1 14%
\
Always empty: extra
\
To go on:
  flitch 'where status >= 500 | count by path, status | sort -count | head 10' access.log
  flitch 'count, median(bytes), p95(bytes), max(bytes) by path | sort -count | head 10' access.log
  flitch 'count every 1m' access.log

$ flitch discover app.log
10 records, 585 bytes, all java
2026-03-02T09:00:01Z to 2026-03-02T09:14:59Z, 14m58s, by time
\
field     in  types  distinct  values
time    100%  time          9  2026-03-02T09:00:01Z to 2026-03-02T09:14:59Z
level   100%  text          3  INFO 50% · ERROR 30% · WARN 20%
thread  100%  text          4  db 40% · orders 30% · auth 20% · main 10%
msg     100%  text         10  such as started in 812 ms · user bob logged in from 198.51.100.23
stamp   100%  time          9  2026-03-02T09:00:01Z to 2026-03-02T09:14:59Z
\
Always empty: logger, trace, component, pid
\
To go on:
  flitch 'where level >= warn | count by thread | sort -count' app.log
  flitch 'count every 1m' app.log
  flitch 'patterns msg | head 10' app.log

# Several inputs are told together.

$ flitch discover app.jsonl users.csv web.log.gz app.log
1226 records, 323569 bytes: combined 98%, json 0.8%, java 0.8%, csv 0.5%
2025-10-04T08:00:00Z to 2026-03-02T09:14:59Z, 149d1h14m59s, by time
\
field          in  types                 distinct  values
ts           0.8%  time                        10  2026-03-02T09:00:01.250Z to 2026-03-02T09:14:59.618Z
level        1.6%  text                         7  info 25% · INFO 25% · ERROR 15% · error 10% · warn 10% · WARN 10%
service      0.8%  text                         3  api 60% · worker 20% · auth 20%
msg          1.6%  text                        17  request done 15% · retry 1 of 3 10%
status        99%  number                      21  100 to 504, median 402; 501 6.0% · 301 5.9% · 200 5.6% · 500 5.6%
ms           0.8%  number                      10  3 to 5003, median 48
user          98%  text                       584  - 51% · carol 0.2% · alice 0.2% · bob 0.2%
http.method  0.7%  text                         3  GET 62% · POST 25% · DELETE 12%
http.path    0.7%  text                         3  /api/orders 50% · /api/users 38% · /login 12%
id           0.5%  number                       6  1 to 6, median 3
name         0.5%  text                         6  such as Alice · Bob · Carol
plan         0.5%  text                         3  pro 33% · free 33% · team 33%
age          0.5%  number 67%, text 33%         6  27 to 41, median 29
note         0.5%  text                         6  such as likes tea, hates coffee · says "hi" a lot
ip            98%  text                     ~1205  such as 120.180.198.77 · 83.14.202.89 · 233.208.89.13
ident         98%  text                         1  all -
time          99%  time                     ~1117  2025-10-04T08:00:00Z to 2026-03-02T09:14:59Z
method        98%  text                         6  HEAD 18% · GET 17% · PATCH 17% · PUT 16% · POST 16% · DELETE 16%
target        98%  text                     ~1071  such as /reintermediate/e-commerce/cross-platform
path          98%  text                     ~1071  such as /reintermediate/e-commerce/cross-platform
protocol      98%  text                         3  HTTP/1.1 34% · HTTP/2.0 34% · HTTP/1.0 32%
bytes         98%  number                   ~1199  41 to 99902, median 47871
referer       98%  text                     ~1208  such as http://www.investorextend.com/metrics
user_agent    98%  text                     ~1195  such as Mozilla/5.0 (Windows NT 6.2; en-US; rv:1.9.3.20…
request       98%  text                     ~1188  such as GET /reintermediate/e-commerce/cross-platform H…
thread       0.8%  text                         4  db 40% · orders 30% · auth 20% · main 10%
stamp        0.8%  time                         9  2026-03-02T09:00:01Z to 2026-03-02T09:14:59Z
\
Always empty: query, extra, logger, trace, component, pid
\
~ is an estimate; most are within 1 percent.
\
To go on:
  flitch 'where status >= 500 | count by method, status | sort -count | head 10' app.jsonl users.csv web.log.gz app.log
  flitch 'count, median(bytes), p95(bytes), max(bytes) by method | sort -count | head 10' app.jsonl users.csv web.log.gz app.log
  flitch 'count every 1w' app.jsonl users.csv web.log.gz app.log

# Standard input, and a format that is named; the pipelines repeat what says how it is read.

$ flitch discover -i json < app.jsonl | tail -3
  flitch -i json 'where level >= warn | count by service | sort -count'
  flitch -i json 'where status >= 500 | count by service, status | sort -count | head 10'
  flitch -i json 'count, median(ms), p95(ms), max(ms) by service | sort -count | head 10'
$ cat app.logfmt | flitch discover - | tail -3
  flitch 'where level >= warn | count by service | sort -count' -
  flitch 'where status >= 500 | count by service, status | sort -count | head 10' -
  flitch 'count, median(ms), p95(ms), max(ms) by service | sort -count | head 10' -
$ cp app.jsonl "bob's log"; flitch -i json,logfmt discover "bob's log" | tail -3
  flitch -i json,logfmt 'where level >= warn | count by service | sort -count' 'bob'\''s log'
  flitch -i json,logfmt 'where status >= 500 | count by service, status | sort -count | head 10' 'bob'\''s log'
  flitch -i json,logfmt 'count, median(ms), p95(ms), max(ms) by service | sort -count | head 10' 'bob'\''s log'

# Nothing is told where there is nothing.

$ : | flitch discover
0 records, 0 bytes
$ printf '\n\n' | flitch discover
2 records, 2 bytes, all blank
$ printf '{}\n' | flitch discover
1 record, 3 bytes, all json

# What a log holds never reaches a terminal as it is.

$ printf '%s\n' '{"\u001b[31m":"\u001b]0;x\u0007 y","long":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","empty":""}' | flitch discover
1 record, 129 bytes, all json
\
field       in  types  distinct  values
\\\x1b[31m  100%  text          1  \\x1b]0;x\\x07 y
long      100%  text          1  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…
empty     100%  text          1  ""
\
To go on:
  flitch 'head 10'

# Kinds that are mixed; null is no value.

$ printf '%s\n' '{"a":1,"b":null,"t":"2026-03-02","d":"5ms","l":[1]}' '{"a":"x","b":null,"d":"1h30m","t":"03/02/2026"}' '{"a":2.5,"o":{},"p":{"q":{"r":true}}}' 'oops {' | flitch discover
4 records, 145 bytes: json 75%, not parsed 25%
2026-03-02T00:00:00Z, by t
\
field   in  types                 distinct  values
a      75%  number 67%, text 33%         3  1 to 2.5, median 1
t      50%  time 50%, text 50%           2  all 2026-03-02T00:00:00Z
d      50%  duration                     2  5ms to 1h30m, median 5ms
l      25%  list                         1  [1]
o      25%  object                       1  {}
p.q.r  25%  bool                         1  true
\
Always empty: b
\
Not parsed: 1 record, such as
  oops {
\
To go on:
  flitch 'count, median(a), p95(a), max(a)'
  flitch 'head 10'
! flitch: 1 line: not in a known format (first standard input:4)

# It is a page for a program that asks for none, and a script may ask for it.

$ printf '# what is in it\ndiscover\n' > what.flitch; flitch -f what.flitch app.jsonl | head -1
10 records, 1634 bytes, all json
$ flitch discover -O page.txt app.jsonl; head -1 page.txt
10 records, 1634 bytes, all json
$ flitch discover -O page.json app.jsonl; head -1 page.json | cut -c1-60
{"field":"ts","count":10,"share":1.0,"types":{"time":10},"di
$ flitch discover -o csv app.jsonl | head -2
field,count,share,types,distinct,exact,min,median,max,top,examples,bytes
ts,10,1.0,"{""time"":10}",10,true,2026-03-02T09:00:01.250Z,2026-03-02T09:02:15.733Z,2026-03-02T09:14:59.618Z,,,240
$ flitch discover --explain app.jsonl
input   auto
output  records
decode  whole records before the output
\
stage          shape       order                 memory
  1  discover  keyed fold  groups as first seen  none that grows
