# Following ends by itself where a stage has enough.

$ flitch -F 'head 2 | print line.upper()' app.log
2026-03-02 09:00:01 INFO  [MAIN] STARTED IN 812 MS
2026-03-02 09:00:09 INFO  [AUTH] USER BOB LOGGED IN FROM 198.51.100.23

$ flitch -F ''
! flitch: --follow needs files: standard input is read to its end anyway
? 2

$ flitch -F '' -
! flitch: --follow needs files: standard input is read to its end anyway
? 2

$ flitch -F -o csv '' app.jsonl
! flitch: --follow cannot know all columns of this output in advance; name them with `select`, or use -o json
? 2

$ flitch -F -o csv 'select level | head 1' app.jsonl
level
info

$ flitch --from-end '' app.log
! flitch: `--follow` is needed by another option that was given
? 2

$ flitch -F --merge-by time '' app.log
! flitch: --follow does not go with --merge-by and --time-ordered
? 2

$ mkdir logs; cp app.log logs/app.log; cp app.log logs/app.log.1; flitch -F '"ERROR" | head 2 | print filename' logs
logs/app.log
logs/app.log

$ flitch -F '"ERROR" | head 2 | print filename' 'logs/*.log'
logs/app.log
logs/app.log
