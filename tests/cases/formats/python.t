# Prose that starts with a level is no record; a message may hold anything.
$ printf 'WARNING: wet floor\nERROR:root:a:b - c\nINFO:     ready\n2026-03-02 09:00:01,004 - x - y - msg\n' | flitch -i python 'select level, logger, msg'
{"level":null,"logger":null,"msg":null}
{"level":"ERROR","logger":"root","msg":"a:b - c"}
{"level":"INFO","logger":null,"msg":"ready"}
{"level":null,"logger":null,"msg":null}
! flitch: 2 lines: not python (first standard input:1)
! flitch: standard input:1:10: python expects a message in column 11, or a logger where there is `wet floor`
! flitch: standard input:4:31: python expects a level in capitals where there is `y - msg`
