# Both layouts, and what is in neither.
$ printf '%s\n' '[Mon Mar  2 16:22:00 2026] [error] [client 192.0.2.1] File does not exist: /x, referer: http://h/' 'sh: 1: foo: not found' '[Mon Mar 02 16:22:01.5 2026] [:warn] [pid 7] x' | flitch -i apache-error 'select time, level, module, ip, port, msg, referer'
{"time":"2026-03-02T16:22:00","level":"error","module":null,"ip":"192.0.2.1","port":null,"msg":"File does not exist: /x","referer":"http://h/"}
{"time":null,"level":null,"module":null,"ip":null,"port":null,"msg":null,"referer":null}
{"time":"2026-03-02T16:22:01.5","level":"warn","module":null,"ip":null,"port":null,"msg":"x","referer":null}
! flitch: 1 line: not apache-error (first standard input:2)
! flitch: standard input:2:1: apache-error expects a time like `[Fri Oct 10 13:55:36.123456 2025]` where there is `sh: 1: foo: not found`

# The time is one that bin knows; the stamp stays as it was.
$ flitch -i apache-error 'select bin(time, 5m) as at, stamp | head 1' apache-error.log
{"at":"2026-03-02T09:00:00Z","stamp":"Mon Mar 02 09:00:00.004211 2026"}

# It is known by itself.
$ flitch 'where code == "AH01630" | select ip, port, msg' apache-error.log
{"ip":"2001:db8::7","port":41022,"msg":"client denied by server configuration: /srv/www/.git"}
