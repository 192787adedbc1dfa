# An empty pipeline copies, and a missing last newline stays missing.
$ printf 'a\r\n\377 b\n\nlast' | flitch ''
\a\r
\\xff b
\
\last\

# Files follow each other in the order given; `-` is standard input.
$ printf 'in\n' | flitch 'head 3' - app.log
in
2026-03-02 09:00:01 INFO  [main] started in 812 ms
2026-03-02 09:00:09 INFO  [auth] user bob logged in from 198.51.100.23

$ flitch -C 1 '"pool"' app.log
2026-03-02 09:06:27 WARN  [auth] user alice may not delete user 9
2026-03-02 09:10:00 ERROR [db] pool exhausted (20 of 20 in use)
2026-03-02 09:14:59 INFO  [orders] order 1002 placed by alice

$ flitch -B 1 '"INFO" and "order"' app.log
2026-03-02 09:00:09 INFO  [auth] user bob logged in from 198.51.100.23
2026-03-02 09:01:30 INFO  [orders] order 1001 placed by bob
--
2026-03-02 09:10:00 ERROR [db] pool exhausted (20 of 20 in use)
2026-03-02 09:14:59 INFO  [orders] order 1002 placed by alice

$ flitch -H '"pool"' app.log
app.log:2026-03-02 09:10:00 ERROR [db] pool exhausted (20 of 20 in use)

# A pipeline may come from a file; every word is then an input.
$ printf '#!/usr/bin/env -S flitch -f\n"pool"  # the one line\n' > x.flitch; flitch -f x.flitch app.log
2026-03-02 09:10:00 ERROR [db] pool exhausted (20 of 20 in use)

# Compressed or not, from a file or a pipe: the same.
$ flitch '" 50"' access.log > a; flitch '" 50"' access.log.gz | cmp - a; flitch '" 50"' < access.log.gz | cmp - a; wc -l < a
3

$ flitch -z gzip '"pool"' app.log | gzip -dc
2026-03-02 09:10:00 ERROR [db] pool exhausted (20 of 20 in use)
