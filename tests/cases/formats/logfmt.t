# Other quotes, blanks around the sign, colours: what loggers write.
$ printf "level=warn msg='it is late' q=\`a \"b\"\`\nlevel = info msg = \"two words\" n =5\n" | flitch -i logfmt 'select level, msg, q, n'
{"level":"warn","msg":"it is late","q":"a \"b\"","n":null}
{"level":"info","msg":"two words","q":null,"n":5}

$ printf '\033[36mlevel\033[0m=\033[33mwarn\033[0m \033[36mmsg\033[0m="a b" ok\n' | flitch 'where level >= warn | select msg, ok'
{"msg":"a b","ok":true}

# A bad line is told with its place.
$ printf 'a=1\nprose is no pair\na=1 =2\nhe said "x" a=1\na="torn\n' | flitch -i logfmt 'count by a'
{"a":1,"count":1}
{"a":null,"count":4}
! flitch: 4 lines: not logfmt (first standard input:2)
! flitch: standard input:2:1: logfmt expects a `key=value` pair where there is `prose is no pair`
! flitch: standard input:3:5: logfmt expects a key where there is `=2`
! flitch: standard input:4:9: logfmt expects a key where there is `"x" a=1`

# Prose with a sign in it is not taken for pairs unasked.
$ printf 'if a == 1 then b = 2\nstatus = 500\n' | flitch 'select status'
{"status":null}
{"status":null}
! flitch: 2 lines: not in a known format (first standard input:1)
! flitch: no record had a field `status`

$ printf 'if a == 1 then b = 2\nstatus = 500\n' | flitch -i logfmt 'select status'
{"status":null}
{"status":500}
! flitch: 1 line: not logfmt (first standard input:1)
! flitch: standard input:1:6: logfmt expects a key where there is `== 1 then b = 2`
