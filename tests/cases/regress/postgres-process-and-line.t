# `%p-%l` is the process and the line of its session; `%l-1` behind the process is the line.
$ printf '%s\n' '2017-07-31 13:36:44 UTC [832-2] HINT:  Increase it.' '2017-07-31 13:36:44 UTC [9]: [3-1] LOG:  Done.' | flitch -i postgres 'select pid, line_in_session, msg'
{"pid":832,"line_in_session":2,"msg":"Increase it."}
{"pid":9,"line_in_session":3,"msg":"Done."}
