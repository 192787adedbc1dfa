# A record goes on while lines start with a tab, whatever the size of blocks.
$ flitch -i postgres --block-size 64 'where ms > 1 | select pid, db, ms, statement' postgres.log
{"pid":4983,"db":"shop","ms":237.118,"statement":"select *\nfrom orders\nwhere id = 4712;"}

# What stands nowhere is kept as the prefix, and a line without a severity is told.
$ printf '68e9.1 x [9] LOG:  a\nCATALOG:  b\n\tlost\n' | flitch -i postgres 'select pid, prefix, msg'
{"pid":9,"prefix":"68e9.1 x","msg":"a"}
{"pid":null,"prefix":null,"msg":null}
! flitch: 1 line: not postgres (first standard input:2)
! flitch: standard input:2:1: postgres expects a severity, as in `ERROR:  ` where there is `CATALOG:  b`

# A file whose first line says so is in it without a name.
$ flitch 'count by level' postgres.log
{"level":"LOG","count":3}
{"level":"ERROR","count":1}
{"level":"STATEMENT","count":1}
