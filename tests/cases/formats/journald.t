# The fields that all formats share stand beside the journal's own.
$ flitch -i journald 'select time, level, msg, host, app, pid, unit, PRIORITY, _COMM' journal.json
{"time":1772442001250123,"level":"info","msg":"Accepted publickey for bob","host":"web-1","app":"sshd","pid":831,"unit":null,"PRIORITY":"6","_COMM":null}
{"time":1772442135733001,"level":"err","msg":"paid �","host":"web-1","app":"shop","pid":907,"unit":"shop.service","PRIORITY":"3","_COMM":"shop"}

# Bytes that are no text come as a list of numbers; a level that is none stays as it is; a value that was left out is None.
$ printf '{"__REALTIME_TIMESTAMP":"1","PRIORITY":"9","MESSAGE":[104,195,169,10,33]}\n{"__REALTIME_TIMESTAMP":"2","PRIORITY":"3","MESSAGE":null,"_PID":["1","2"]}\n{"__REALTIME_TIMESTAMP":"3","MESSAGE":[1,256]}\n' | flitch -i journald 'select level, msg, pid'
{"level":"9","msg":"hé\n!","pid":null}
{"level":"err","msg":null,"pid":["1","2"]}
{"level":null,"msg":[1,256],"pid":null}

# The export format: a value with a length before it may hold anything, blank lines too.
$ printf '__REALTIME_TIMESTAMP=1772442001250123\nPRIORITY=4\n_COMM=x\nMESSAGE\n\6\0\0\0\0\0\0\0a\n\nb=c\n_PID=7\n\n__REALTIME_TIMESTAMP=1772442001250124\nMESSAGE=d=e\nMESSAGE=f\nSYSLOG_PID=8\n' > journal.export; flitch 'select time, level, app, pid, msg' journal.export
{"time":1772442001250123,"level":"warning","app":"x","pid":7,"msg":"a\n\nb=c"}
{"time":1772442001250124,"level":null,"app":null,"pid":8,"msg":"f"}

$ flitch -i journald --block-size 1 -j4 'where pid == 7' journal.export
__REALTIME_TIMESTAMP=1772442001250123
PRIORITY=4
_COMM=x
MESSAGE
\\x06\x00\x00\x00\x00\x00\x00\x00a
\
b=c
_PID=7
\

# A name that is none makes an entry that is not in it; so does a JSON line that is torn.
$ printf '__CURSOR=a\nMESSAGE=b\n\nlower=x\n\n__CURSOR=c\nA B=c\n' | flitch -i journald --rejects bad.log 'select msg'; cat bad.log
{"msg":"b"}
lower=x
\
__CURSOR=c
A B=c
\
! flitch: 2 lines: not journald (first standard input:4)
! flitch: standard input:4:1: journald expects the name of a field, in capitals where there is `lower=x`
! flitch: standard input:7:1: journald expects the name of a field, in capitals where there is `A B=c`

$ printf '{"__REALTIME_TIMESTAMP":"1","MESSAGE":"a"}\n{"__REALTIME_TIMESTAMP":"2","MESS\nplain\n' | flitch -i journald 'select time, msg'
{"time":1,"msg":"a"}
{"time":null,"msg":null}
{"time":null,"msg":null}
! flitch: 2 lines: not journald (first standard input:2)
! flitch: standard input:2:34: journald expects the closing quote where the line ends
! flitch: standard input:3:1: journald expects a field, `NAME=value`, or a name and a value with its length where there is `plain`

# auto knows an entry by its time alone; any other object is JSON.
$ printf '{"__REALTIME_TIMESTAMP":"1","PRIORITY":"3"}\n{"PRIORITY":"3"}\n' | flitch 'select level, PRIORITY'
{"level":"err","PRIORITY":"3"}
{"level":null,"PRIORITY":"3"}
