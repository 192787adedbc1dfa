# Both kinds in one file; what a line does not have is None.
$ flitch -i syslog --now 2026-03-03 'select time, host, app, pid, level, msg' syslog.log
{"time":"2026-03-02T09:00:00","host":"web1","app":"systemd","pid":1,"level":"info","msg":"Started Daily apt download activities."}
{"time":"2026-03-02T09:00:02","host":"web1","app":"CRON","pid":2291,"level":null,"msg":"(root) CMD (run-parts /etc/cron.hourly)"}
{"time":"2026-03-02T09:02:15","host":"web1","app":"kernel","pid":null,"level":null,"msg":"[ 3312.118201] TCP: request_sock_TCP: Possible SYN flooding on port 443"}
{"time":"2026-03-02T09:02:15","host":null,"app":null,"pid":null,"level":null,"msg":"last message repeated 2 times"}
{"time":"2026-03-02T09:02:16","host":"web1","app":"sshd","pid":2304,"level":"info","msg":"Failed password for invalid user admin from 203.0.113.9 port 51000 ssh2"}
{"time":"2026-03-02T09:10:00.999107+00:00","host":"db1","app":"postfix/smtp","pid":911,"level":null,"msg":"4Bx: to=<ops@example.org>, relay=none, delay=1.2, status=deferred"}
{"time":"2026-03-02T09:10:01.003Z","host":"db1","app":"backup","pid":77,"level":"notice","msg":"backup took 5003 s"}
{"time":"2026-03-02T09:12:00Z","host":"db1","app":"su","pid":null,"level":"crit","msg":"'su root' failed for lonvick on /dev/pts/8"}

# Structured data is an object.
$ flitch -i syslog 'where sd is not None | select sd, sd["run@32473"]["note"] as note, msgid' syslog.log
{"sd":{"run@32473":{"set":"nightly","note":"\"full\""}},"note":"\"full\"","msgid":"RUN7"}

# Bad lines say where they stop.
$ printf '<3444>Oct 11 22:14:15 h su: x\n<34>1 203-10-11T22:14:15.003Z h su - ID47 [a b=x] m\n<34>1 2030-10-11T22:14:15Z h su - ID47 [a b=x] m\nnothing here\n\n' | flitch -i syslog 'select app, msg'
{"app":null,"msg":null}
{"app":null,"msg":null}
{"app":null,"msg":null}
{"app":null,"msg":null}
{"app":null,"msg":null}
! flitch: 4 lines: not syslog (first standard input:1)
! flitch: standard input:1:2: syslog expects a priority, 0 to 191 where there is `3444>Oct 11 22:14:15 h su: x`
! flitch: standard input:2:7: syslog expects a time like `2025-10-09T22:14:15Z`, or `-` where there is `203-10-11T22:14:15.003Z h su -...`
! flitch: standard input:3:45: syslog expects a value in quotes where there is `x] m`
! flitch: no record had a field `app`
! flitch: no record had a field `msg`

# Counted messages are read by their counts; one may hold a newline.
$ printf '31 <165>1 - h app 77 - - first\nxyz24 <34>1 - h su - - - other10 <13>a: end' | flitch 'select app, msg'
{"app":"app","msg":"first\nxyz"}
{"app":"su","msg":"other"}
{"app":"a","msg":"end"}

$ printf '31 <165>1 - h app 77 - - first\nxyz24 <34>1 - h su - - - other10 <13>a: end' | flitch 'where app == "su"'
<34>1 - h su - - - other

# It is known by itself; a misspelt column is told before reading when it is named.
$ flitch 'count by app' syslog.log
{"app":"systemd","count":1}
{"app":"CRON","count":1}
{"app":"kernel","count":1}
{"app":null,"count":1}
{"app":"sshd","count":1}
{"app":"postfix/smtp","count":1}
{"app":"backup","count":1}
{"app":"su","count":1}
$ flitch -i syslog 'count by application' syslog.log
! flitch: no field `application` here
!   count by application
!            ^^^^^^^^^^^
!   help: the fields are time, stamp, host, app, pid, level, msg, facility, severity, priority, msgid, sd
? 2

# A priority of any length is one too many.
$ printf '<99999999999999999904>x\n' | flitch -i syslog 'select app, msg'
{"app":null,"msg":null}
! flitch: 1 line: not syslog (first standard input:1)
! flitch: standard input:1:2: syslog expects a priority, 0 to 191 where there is `99999999999999999904>x`
! flitch: no record had a field `app`
! flitch: no record had a field `msg`

# The messages of a process are joined to traces, whoever writes between them.
$ printf 'Oct 10 13:55:36 web app[7]: java.lang.X: boom\nOct 10 13:55:36 web sshd[9]: Accepted\nOct 10 13:55:36 web app[7]: \tat a.b(C.java:1)\nOct 10 13:55:37 web app[7]: next\n' > traces.log
$ flitch -i syslog --multiline java --now 2025-10-11 'select app, msg' traces.log
{"app":"app","msg":"java.lang.X: boom\n\tat a.b(C.java:1)"}
{"app":"sshd","msg":"Accepted"}
{"app":"app","msg":"next"}
$ flitch -i syslog --multiline java --now 2025-10-11 '"C.java"' traces.log
Oct 10 13:55:36 web app[7]: java.lang.X: boom
Oct 10 13:55:36 web app[7]: 	at a.b(C.java:1)
$ for b in 1 64; do for j in 1 3; do flitch -i syslog --multiline java --now 2025-10-11 --block-size $b -j$j 'select msg' traces.log | md5sum; done; done | sort -u | wc -l
1

# A line that a message goes on in, as it was written.
$ printf 'Oct 10 13:55:36 web app[7]: boom\n\tat a.b(C.java:1)\nOct 10 13:55:37 web app[7]: next\n' | flitch -i syslog --multiline java --now 2025-10-11 'select msg'
{"msg":"boom\n\tat a.b(C.java:1)"}
{"msg":"next"}

# Counted messages end where their counts say.
$ printf '25 <34>1 - h app 7 - - a\n\tat21 <34>1 - h app 7 - - b' | flitch -i syslog --multiline java 'select msg'
{"msg":"a\n\tat"}
{"msg":"b"}
