# Old lines have a level alone, new ones a thread too; what is neither is told with its column.
$ printf '161209 14:18:50 [ERROR] one\n2026-03-02 09:00:00 [Warning] two\nInnoDB: three\n2026-03-02T09:00:01Z 7 [NOTE?] x\n' | flitch -i mysql-error 'select time, level, msg'
{"time":"2016-12-09T14:18:50","level":"ERROR","msg":"one"}
{"time":null,"level":null,"msg":null}
{"time":null,"level":null,"msg":"InnoDB: three"}
{"time":null,"level":null,"msg":null}
! flitch: 2 lines: not mysql-error (first standard input:2)
! flitch: standard input:2:21: mysql-error expects a thread, and a level in brackets where there is `[Warning] two`
! flitch: standard input:4:24: mysql-error expects a level in brackets: Note, Warning, Error or System where there is `[NOTE?] x`

# Its levels rank with those of others, and it is known without being named.
$ flitch 'where level >= error | select time, thread, msg' mysql-error.log
{"time":"2026-03-02T09:02:15.733002Z","thread":812,"msg":"Operating system error number 28 in a file operation."}
$ flitch detect mysql-error.log
mysql-error.log: mysql-error
    all 6 records; each record says so itself
