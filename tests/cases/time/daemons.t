# Lines of multilog, with labels of TAI64N: the time that a field holds, in whole runs of a pipeline.
$ printf '%s\n' '@40000000433225833b6e1a8c tcpserver: status: 5/30' '@40000000433225833b6e2644 tcpserver: pid 26162 from 194.206.24.40' '@40000000433225840c85ba04 tcpserver: ok 26162 a.mx.jms1.net:209.114.200.128:25 :194.206.24.40::1521' '@40000000433225840c8f0cbc rblsmtpd: 194.206.24.40 pid 26162: 451 We do not accept mail from IP addresses without reverse DNS.' '@400000004332258538eae27c tcpserver: end 26163 status 0' '@400000004332258538eaea4c tcpserver: status: 5/30' > multilog
$ flitch -i lines 'parse pattern "<at> <who>: <_>" | select time(at) as at, who' multilog
{"at":"2005-09-22T03:31:05.997071500Z","who":"tcpserver"}
{"at":"2005-09-22T03:31:05.997074500Z","who":"tcpserver"}
{"at":"2005-09-22T03:31:06.210090500Z","who":"tcpserver"}
{"at":"2005-09-22T03:31:06.210701500Z","who":"rblsmtpd"}
{"at":"2005-09-22T03:31:07.954917500Z","who":"tcpserver"}
{"at":"2005-09-22T03:31:07.954919500Z","who":"tcpserver"}
$ flitch -i lines 'parse pattern "<at> <who>: <_>" | where at > t"2005-09-22T03:31:06Z" | count by who, bin(at, 1s) as second' multilog
{"who":"tcpserver","second":"2005-09-22T03:31:06Z","count":1}
{"who":"rblsmtpd","second":"2005-09-22T03:31:06Z","count":1}
{"who":"tcpserver","second":"2005-09-22T03:31:07Z","count":2}
$ flitch -i lines 'parse pattern "<at> <_>" | max(time(at)) as last, min(time(at)) as first' multilog
{"last":"2005-09-22T03:31:07.954919500Z","first":"2005-09-22T03:31:05.997071500Z"}

# Milliseconds at the start of a line.
$ printf '%s\n' '1428634687123 Hello, World!' '1428634687456 Goodbye, World!' | flitch -i lines 'parse pattern "<at> <msg>" | select time(at) as at, msg'
{"at":"2015-04-10T02:58:07.123Z","msg":"Hello, World!"}
{"at":"2015-04-10T02:58:07.456Z","msg":"Goodbye, World!"}
