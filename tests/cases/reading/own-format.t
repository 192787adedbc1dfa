# A format of one's own is tested whenever it is read.
$ flitch -i shop.toml 'where level >= warn | select time, ms' shop.log
! flitch: -i shop.toml: shop.toml: format: there is no input format `pattern:<time> <level> <elapsed>us <msg>`
? 2

$ flitch -i shop.toml 'select nope' shop.log
! flitch: -i shop.toml: shop.toml: format: there is no input format `pattern:<time> <level> <elapsed>us <msg>`
? 2

$ flitch -i shop.toml 'where time >= t"2026-03-02T09:05Z" | select msg' shop.log
! flitch: -i shop.toml: shop.toml: format: there is no input format `pattern:<time> <level> <elapsed>us <msg>`
? 2

$ flitch test shop.toml; sed 's/0.812/0.9/' shop.toml > wrong.toml; flitch test wrong.toml; echo $?; flitch -i wrong.toml '' shop.log
2
! flitch: shop.toml: format: there is no input format `pattern:<time> <level> <elapsed>us <msg>`
! flitch: wrong.toml: format: there is no input format `pattern:<time> <level> <elapsed>us <msg>`
! flitch: -i wrong.toml: wrong.toml: format: there is no input format `pattern:<time> <level> <elapsed>us <msg>`
? 2

$ echo 'format = "json"' > none.toml; flitch test none.toml; echo $?
2
! flitch: none.toml: there is no `[[sample]]`: a line, and `fields` that it must give or `fails = true`

$ mkdir -p config/flitch; cp shop.toml config/flitch/shop.toml; XDG_CONFIG_HOME=config flitch -i @shop 'count by level' shop.log
! flitch: -i @shop: @shop: format: there is no input format `pattern:<time> <level> <elapsed>us <msg>`
? 2

$ XDG_CONFIG_HOME=config flitch -i @nope 'count by level' shop.log
! flitch: -i @nope: @nope: no such file or directory
? 2

$ flitch -i missing.toml '' shop.log
! flitch: -i missing.toml: missing.toml: no such file or directory
? 2

# In a list, it is tried like any other.
$ flitch -i json,file:shop.toml 'count by level' shop.log app.jsonl
! flitch: -i json,file:shop.toml: shop.toml: format: there is no input format `pattern:<time> <level> <elapsed>us <msg>`
? 2
