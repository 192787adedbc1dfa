# A field without a label makes a line that is no LTSV, and it is told where.
$ printf 'status:200\tms:3\nstatus:404\toops\n\nplain\n' | flitch -i ltsv 'count by status'
{"status":200,"count":1}
{"status":null,"count":3}
! flitch: 2 lines: not ltsv (first standard input:2)
! flitch: standard input:2:12: ltsv expects a label and a colon where there is `oops`
! flitch: standard input:4:1: ltsv expects a label and a colon where there is `plain`

# auto knows lines of two fields and more, and leaves prose with tabs alone.
$ printf 'status:200\tms:3\nNote: all is\twell\n' | flitch 'select status'
{"status":200}
{"status":null}
! flitch: 1 line: not in a known format (first standard input:2)

# Names that all formats share.
$ printf 'req:GET /a?b=c HTTP/1.1\treqtime:0.25\tua:x:y\tapptime:-\n' | flitch 'select method, path, query, ms, user_agent, apptime'
{"method":"GET","path":"/a","query":"b=c","ms":250,"user_agent":"x:y","apptime":null}

$ printf 'a:1\tb:\n' | flitch -i ltsv -o json ''
{"a":1,"b":""}
