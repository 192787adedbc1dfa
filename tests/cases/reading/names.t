# One thing has one name; a key that is spelled so wins, record by record.
$ printf '{"severity":"ERROR","message":"a"}\n{"level":"warn","severity":"x","msg":"b"}\n{"lvl":50}\n' | flitch 'select level, msg'
{"level":"ERROR","msg":"a"}
{"level":"warn","msg":"b"}
{"level":50,"msg":null}

$ printf '{"severity":"ERROR"}\n{"level":"warn"}\n' | flitch 'where level >= error'
{"severity":"ERROR"}

$ printf '{"severity":"ERROR"}\n{"level":"warn"}\n' | flitch 'select row["level"]'
{"level":null}
{"level":"warn"}

# Units are those that the names say.
$ printf 'request_time=0.057\nduration_us=1500\nduration=1.2s\nduration=12\nms=3\n' | flitch 'select ms'
{"ms":57}
{"ms":1.5}
{"ms":1200}
{"ms":null}
{"ms":3}

$ printf '{"url":"/a?b=c"}\n{"path":"/x","url":"/y"}\n' | flitch 'select path, query'
{"path":"/a","query":null}
{"path":"/x","query":null}
! flitch: no record had a field `query`

# The names of CSV columns too; what has columns of its own has no other names.
$ printf 'timestamp,status_code\n2026-01-01,200\n' | flitch -i csv 'select time, status'
{"time":"2026-01-01","status":200}

$ flitch -i combined 'select level' access.log
! flitch: no field `level` here
!   select level
!          ^^^^^
!   help: the fields are ip, ident, user, time, method, target, path, query, protocol, status, bytes, referer, user_agent, request, extra
? 2
