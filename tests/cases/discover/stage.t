# One record for each field.

$ flitch discover -o json app.jsonl
{"field":"ts","count":10,"share":1.0,"types":{"time":10},"distinct":10,"exact":true,"min":"2026-03-02T09:00:01.250Z","median":"2026-03-02T09:02:15.733Z","max":"2026-03-02T09:14:59.618Z","top":null,"examples":null,"bytes":240}
{"field":"level","count":10,"share":1.0,"types":{"text":10},"distinct":4,"exact":true,"min":null,"median":null,"max":null,"top":[{"value":"info","count":5,"share":0.5},{"value":"error","count":2,"share":0.2},{"value":"warn","count":2,"share":0.2},{"value":"debug","count":1,"share":0.1}],"examples":null,"bytes":43}
{"field":"service","count":10,"share":1.0,"types":{"text":10},"distinct":3,"exact":true,"min":null,"median":null,"max":null,"top":[{"value":"api","count":6,"share":0.6},{"value":"worker","count":2,"share":0.2},{"value":"auth","count":2,"share":0.2}],"examples":null,"bytes":38}
{"field":"msg","count":10,"share":1.0,"types":{"text":10},"distinct":8,"exact":true,"min":null,"median":null,"max":null,"top":[{"value":"request done","count":3,"share":0.3},{"value":"job started","count":1,"share":0.1},{"value":"login ok","count":1,"share":0.1},{"value":"query failed: \"orders\" timeout","count":1,"share":0.1},{"value":"retry 1 of 3","count":1,"share":0.1},{"value":"permission denied","count":1,"share":0.1},{"value":"upstream gone, took 1200ms","count":1,"share":0.1},{"value":"job took 730ms","count":1,"share":0.1}],"examples":null,"bytes":154}
{"field":"status","count":8,"share":0.8,"types":{"number":8},"distinct":7,"exact":true,"min":200,"median":302,"max":503,"top":[{"value":"200","count":2,"share":0.25},{"value":"302","count":1,"share":0.125},{"value":"201","count":1,"share":0.125},{"value":"500","count":1,"share":0.125},{"value":"502","count":1,"share":0.125},{"value":"403","count":1,"share":0.125},{"value":"503","count":1,"share":0.125}],"examples":null,"bytes":24}
{"field":"ms","count":10,"share":1.0,"types":{"number":10},"distinct":10,"exact":true,"min":3,"median":48,"max":5003,"top":null,"examples":null,"bytes":29}
{"field":"user","count":7,"share":0.7,"types":{"text":7},"distinct":3,"exact":true,"min":null,"median":null,"max":null,"top":[{"value":"carol","count":3,"share":0.4286},{"value":"alice","count":2,"share":0.2857},{"value":"bob","count":2,"share":0.2857}],"examples":null,"bytes":31}
{"field":"http.method","count":8,"share":0.8,"types":{"text":8},"distinct":3,"exact":true,"min":null,"median":null,"max":null,"top":[{"value":"GET","count":5,"share":0.625},{"value":"POST","count":2,"share":0.25},{"value":"DELETE","count":1,"share":0.125}],"examples":null,"bytes":29}
{"field":"http.path","count":8,"share":0.8,"types":{"text":8},"distinct":3,"exact":true,"min":null,"median":null,"max":null,"top":[{"value":"/api/orders","count":4,"share":0.5},{"value":"/api/users","count":3,"share":0.375},{"value":"/login","count":1,"share":0.125}],"examples":null,"bytes":80}
$ flitch 'discover with totals | head 1' app.log access.log app.jsonl
{"field":null,"count":34,"share":null,"types":{"combined":14,"json":10,"java":10},"distinct":null,"exact":null,"min":null,"median":null,"max":null,"top":null,"examples":null,"bytes":4152}

# It stands anywhere, and shows what the output would show.

$ flitch 'where status >= 500 | set slow = ms > 1000 | drop http | discover | select field, count, types' app.jsonl
{"field":"ts","count":3,"types":{"time":3}}
{"field":"level","count":3,"types":{"text":3}}
{"field":"service","count":3,"types":{"text":3}}
{"field":"msg","count":3,"types":{"text":3}}
{"field":"status","count":3,"types":{"number":3}}
{"field":"ms","count":3,"types":{"number":3}}
{"field":"user","count":2,"types":{"text":2}}
{"field":"slow","count":3,"types":{"bool":3}}
$ flitch 'count by ip | discover | select field, types, min, max' access.log
{"field":"ip","types":{"text":4},"min":null,"max":null}
{"field":"count","types":{"number":4},"min":2,"max":5}
$ flitch 'parse regex r"(?P<level>[A-Z]+) +\[(?P<part>\w+)\]" | discover | select field, count, top' app.log
{"field":"line","count":10,"top":null}
{"field":"level","count":10,"top":[{"value":"INFO","count":5,"share":0.5},{"value":"ERROR","count":3,"share":0.3},{"value":"WARN","count":2,"share":0.2}]}
{"field":"part","count":10,"top":[{"value":"db","count":4,"share":0.4},{"value":"orders","count":3,"share":0.3},{"value":"auth","count":2,"share":0.2},{"value":"main","count":1,"share":0.1}]}
$ flitch 'print f"{service} {ms}" | discover | select field, count, examples' app.jsonl
{"field":"line","count":10,"examples":["api 12.5","worker 3","auth 48"]}
$ flitch -i lines 'discover with totals | select field, count, types' app.log
{"field":null,"count":10,"types":{"lines":10}}
{"field":"line","count":10,"types":{"text":10}}
$ flitch -i csv 'discover | where field == "age"' users.csv
{"field":"age","count":6,"share":1.0,"types":{"number":4,"text":2},"distinct":6,"exact":true,"min":27,"median":29,"max":41,"top":null,"examples":null,"bytes":11}

# Of a repeated key the last one counts; an object's key goes before one that is spelled with the dot.

$ printf '%s\n' '{"a":1,"a":2,"o":{"k":1,"k":"x"},"o.k":3}' | flitch 'discover | select field, count, types, min'
{"field":"a","count":1,"types":{"number":1},"min":2}
{"field":"o.k","count":1,"types":{"text":1},"min":null}

# What could not be parsed is a line, told in the ledger; an empty line is nothing.

$ printf 'level=info\n\nfree text\n' | flitch 'discover with totals | select field, count, share, types, examples'
{"field":null,"count":3,"share":null,"types":{"logfmt":1,"not parsed":1,"blank":1},"examples":null}
{"field":"level","count":1,"share":0.3333,"types":{"text":1},"examples":["info"]}
{"field":"line","count":1,"share":0.3333,"types":{"text":1},"examples":["free text"]}
! flitch: 1 line: not in a known format (first standard input:3)
$ printf 'level=info\nfree text\n' | flitch --strict 'discover | count'
{"count":2}
! flitch: 1 line: not in a known format (first standard input:2)
? 4

# A line of a record is a field of it.

$ printf '{"line":"x","line_no":7}\n' | flitch 'discover with totals | select field, count, types'
{"field":null,"count":1,"types":{"json":1}}
{"field":"line","count":1,"types":{"text":1}}
{"field":"line_no","count":1,"types":{"number":1}}

# Up to 1,000 values are counted, and then about.

$ seq 1000 | sed 's/.*/{"n":"v&"}/' | flitch 'discover | select field, distinct, exact, top, examples'
{"field":"n","distinct":1000,"exact":true,"top":null,"examples":["v1","v2","v3"]}
$ seq 1001 | sed 's/.*/{"n":"v&"}/' | flitch 'discover | select field, distinct, exact, examples'
{"field":"n","distinct":1001,"exact":false,"examples":["v1","v2","v3"]}
$ seq 100000 | sed 's/.*/{"n":&,"k":"v&"}/' | flitch 'discover | select field, distinct, exact, min, median, max'
{"field":"n","distinct":98780,"exact":false,"min":1,"median":49919,"max":100000}
{"field":"k","distinct":99848,"exact":false,"min":null,"median":null,"max":null}

# Of too many fields the least nested are told.

$ seq 1500 | sed 's/.*/{"z":{"k&":1},"a":&}/' | flitch 'discover | count, max(count), max(len(field.split("."))) as steps'
{"count":1000,"max_count":1500,"steps":2}
! flitch: 1 line: only 1000 fields are told of, and there are more: `select` or `drop` some before `discover`
$ seq 3000 | sed 's/.*/{"z":{"k&":1},"a":&}/' | flitch -j 3 --block-size 500 'discover | count, max(count) where field == "a" as a'
{"count":1000,"a":3000}
! flitch: 1 line: only 1000 fields are told of, and there are more: `select` or `drop` some before `discover`

# Mistakes.

$ flitch 'discover status' access.log
! flitch: `discover` tells of all fields
!   discover status
!            ^^^^^^
!   help: to choose some: select status | discover
!   help: the fields of a file: flitch discover FILE
? 2
$ flitch 'discover with everything' access.log
! flitch: `totals` is what `discover` may be with
!   discover with everything
!                 ^^^^^^^^^^
!   help: discover [with totals]
? 2
$ flitch 'discover app.log'
! flitch: `discover` tells of all fields
!   discover app.log
!            ^^^^^^^
!   help: to choose some: select app.log | discover
!   help: the fields of a file: flitch discover FILE
? 2
$ flitch 'discover | select ip' access.log
! flitch: no field `ip` here
!   discover | select ip
!                     ^^
!   help: the fields are field, count, share, types, distinct, exact, min, median, max, top, examples, bytes
? 2
$ flitch 'discover | count by line' access.log
! flitch: no `line` after an aggregate
!   discover | count by line
!                       ^^^^
!   help: an aggregate's rows have just its keys and values; put this stage before it
? 2
$ flitch discover nowhere.log
0 records, 0 bytes
! flitch: nowhere.log: no such file or directory
? 3
$ flitch discover --help | head -5
discover (stage): what fields there are: types, shares, ranges, values
\
    discover [with totals]
\
`flitch discover FILE` prints a page that tells a stranger what is in a log,
