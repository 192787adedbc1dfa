# A format of one's own is tested whenever it is read.
$ flitch -i shop.toml 'where level >= warn | select time, ms' shop.log
{"time":"2026-03-02T09:02:15","ms":5003.21}
{"time":"2026-03-02T09:10:00","ms":30.12}

$ flitch -i shop.toml 'select nope' shop.log
! flitch: no field `nope` here
!   select nope
!          ^^^^
!   help: the fields are time, level, ms, msg
? 2

$ flitch -i shop.toml 'where time >= t"2026-03-02T09:05Z" | select msg' shop.log
{"msg":"payment refused"}

$ flitch test shop.toml; sed 's/0.812/0.9/' shop.toml > wrong.toml; flitch test wrong.toml; echo $?; flitch -i wrong.toml '' shop.log
shop.toml: 2 samples passed
1
! flitch: wrong.toml: sample 1: `ms` should be `0.9`, and is `0.812`
! flitch: -i wrong.toml: wrong.toml: sample 1: `ms` should be `0.9`, and is `0.812`
? 2

$ echo 'format = "json"' > none.toml; flitch test none.toml; echo $?
2
! flitch: none.toml: there is no `[[sample]]`: a line, and `fields` that it must give or `fails = true`

$ mkdir -p config/flitch; cp shop.toml config/flitch/shop.toml; XDG_CONFIG_HOME=config flitch -i @shop 'count by level' shop.log
{"level":"INFO","count":1}
{"level":"WARN","count":1}
{"level":"ERROR","count":1}

$ XDG_CONFIG_HOME=config flitch -i @nope 'count by level' shop.log
! flitch: -i @nope: @nope: no such file or directory
? 2

$ flitch -i missing.toml '' shop.log
! flitch: -i missing.toml: missing.toml: no such file or directory
? 2

# In a list, it is tried like any other.
$ flitch -i json,file:shop.toml 'count by level' shop.log app.jsonl
{"level":"INFO","count":1}
{"level":"WARN","count":1}
{"level":"ERROR","count":1}
{"level":"info","count":5}
{"level":"debug","count":1}
{"level":"error","count":2}
{"level":"warn","count":2}
