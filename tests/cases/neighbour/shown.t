# Nothing is shown in a pipe, and no byte is changed there.
$ (printf 'a\033[31mb\n'; sleep 1.2; echo c) | flitch '' | od -An -c
   a 033   [   3   1   m   b  \n   c  \n

$ flitch --progress sometimes '' app.log
! flitch: `--progress`: `sometimes` is none of auto, always and never
? 2

$ flitch --color=yes '' app.log
! flitch: `--color`: `yes` is none of auto, always and never
? 2

$ flitch --progress always --color always '"pool"' app.log
2026-03-02 09:10:00 ERROR [db] pool exhausted (20 of 20 in use)
