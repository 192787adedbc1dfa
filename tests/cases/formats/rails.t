# Lines of a request, each with what its message says; what it does not say is None.
$ flitch -i rails 'select level, pid, request_id, event, method, path, query, ip, controller, action, format, status, ms' rails.log
{"level":"INFO","pid":907,"request_id":"3f0c","event":"started","method":"GET","path":"/orders","query":"page=2","ip":"198.51.100.7","controller":null,"action":null,"format":null,"status":null,"ms":null}
{"level":"INFO","pid":907,"request_id":"3f0c","event":"processing","method":null,"path":null,"query":null,"ip":null,"controller":"OrdersController","action":"index","format":"HTML","status":null,"ms":null}
{"level":"INFO","pid":907,"request_id":"3f0c","event":"completed","method":null,"path":null,"query":null,"ip":null,"controller":null,"action":null,"format":null,"status":200,"ms":12}
{"level":"INFO","pid":907,"request_id":"9a1d","event":"completed","method":null,"path":null,"query":null,"ip":null,"controller":null,"action":null,"format":null,"status":500,"ms":5003}

$ flitch -i rails 'max(ms), first(path) by request_id' rails.log
{"request_id":"3f0c","max_ms":12,"first_path":"/orders"}
{"request_id":"9a1d","max_ms":5003,"first_path":null}

# A message that only begins like one of them is a message.
$ printf '%s\n' 'Started' 'Started GET "/a" for 1.1.1.1' 'Processing by nothing' 'Completed soon in 3ms' 'Completed 204 No Content in 3s' '  Rendered a.erb (Duration: 1.2ms)' '[a b] no tag of a request' '[a] [::1] Completed 200 OK in 0ms' | flitch -i rails 'select request_id, event, status, ms, msg'
{"request_id":null,"event":null,"status":null,"ms":null,"msg":"Started"}
{"request_id":null,"event":null,"status":null,"ms":null,"msg":"Started GET \"/a\" for 1.1.1.1"}
{"request_id":null,"event":null,"status":null,"ms":null,"msg":"Processing by nothing"}
{"request_id":null,"event":null,"status":null,"ms":null,"msg":"Completed soon in 3ms"}
{"request_id":null,"event":"completed","status":204,"ms":null,"msg":"Completed 204 No Content in 3s"}
{"request_id":null,"event":null,"status":null,"ms":null,"msg":"  Rendered a.erb (Duration: 1.2ms)"}
{"request_id":null,"event":null,"status":null,"ms":null,"msg":"[a b] no tag of a request"}
{"request_id":"a","event":"completed","status":200,"ms":0,"msg":"[::1] Completed 200 OK in 0ms"}

# The zone of a time is the request's; the stamp of the head is the logger's.
$ printf '%s\n' 'I, [2026-03-02T09:00:01.250123 #907]  INFO -- : Started GET "/a" for ::1 at 2026-03-02 10:00:01 +0100' 'D, [2026-03-02T09:00:01.250123 #907] DEBUG -- api: x' 'A, [2026-03-02T09:00:01.250123 #907]   ANY -- : y' | flitch -i rails 'select time, level, progname, msg, time >= t"2026-03-02T09:00:01Z" as late'
{"time":"2026-03-02 10:00:01 +0100","level":"INFO","progname":null,"msg":"Started GET \"/a\" for ::1 at 2026-03-02 10:00:01 +0100","late":true}
{"time":"2026-03-02T09:00:01.250123","level":"DEBUG","progname":"api","msg":"x","late":true}
{"time":"2026-03-02T09:00:01.250123","level":"ANY","progname":null,"msg":"y","late":true}

# A head that stops early is told where.
$ printf '%s\n' 'I, [x' 'I, [2026-03-02T09:00:01 907]  INFO -- : x' 'I, [2026-03-02T09:00:01 #907  INFO -- : x' 'I, [2026-03-02T09:00:01 #907]  INFO : x' 'I, [2026-03-02T09:00:01 #907]  INFO -- x' | flitch -i rails 'select level, msg'
{"level":null,"msg":null}
{"level":null,"msg":null}
{"level":null,"msg":null}
{"level":null,"msg":null}
{"level":null,"msg":null}
! flitch: 5 lines: not rails (first standard input:1)
! flitch: standard input:1:6: rails expects a blank where the line ends
! flitch: standard input:2:25: rails expects `#` and a process where there is `907]  INFO -- : x`
! flitch: standard input:3:29: rails expects `]` where there is `  INFO -- : x`

$ printf '%s\n' 'I, [x' 'fine' | flitch -i rails --rejects bad.log 'select msg'; cat bad.log
{"msg":"fine"}
I, [x
! flitch: 1 line: not rails (first standard input:1)
! flitch: standard input:1:6: rails expects a blank where the line ends

# auto takes what has a head, or is the message of a request.
$ printf '%s\n' 'Started GET "/a" for ::1 at 2026-03-02 10:00:01 +0100' 'Started the engine' | flitch 'select event, msg'
{"event":"started","msg":"Started GET \"/a\" for ::1 at 2026-03-02 10:00:01 +0100"}
{"event":null,"msg":null}
! flitch: 1 line: not in a known format (first standard input:2)
