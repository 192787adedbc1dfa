# It is known by its directives; a bool is one.
$ flitch 'where not local_orig | select ts, id.orig_h, duration, ms' zeek.log
{"ts":1772442136.452967,"id.orig_h":"198.51.100.23","duration":null,"ms":null}
! flitch: no record had a field `ms`

# The time of a stamp since 1970, and whole lines with their directives.
$ flitch -i zeek 'where time > t"2026-03-02T09:02:16Z"' zeek.log
\#separator \\x09
\#set_separator\t,
\#empty_field\t(empty)
\#unset_field\t-
\#path\tconn
\#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tlocal_orig\ttunnel_parents
\#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tbool\tset[string]
1772442136.452967	C6nSoj1Qco9PGyslz6	198.51.100.23	40022	192.0.2.76	22	tcp	-	-	-	-	F	(empty)

# Logs of several kinds after each other, and a line that does not fit.
$ (cat zeek.log; printf '#separator ,\n#fields,a,b\n1,2\n1,2,3\n') | flitch -i zeek 'select uid, a, b'
{"uid":"Cg9xqq3JAcZusspA86","a":null,"b":null}
{"uid":"CdysLK1XpcrXOpVDuh","a":null,"b":null}
{"uid":"C6nSoj1Qco9PGyslz6","a":null,"b":null}
{"uid":null,"a":1,"b":2}
{"uid":null,"a":null,"b":null}
! flitch: 1 line: not zeek (first standard input:16)
! flitch: standard input:16:4: zeek expects 2 values, as `#fields` says where there is `,3`
