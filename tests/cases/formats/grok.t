# What a name is followed by makes its value a number; a group that took no part is None.
$ printf '%s\n' '10.0.0.1 GET 200 0.5' '::1 POST - -' | flitch -i 'grok:^%{IP:client} %{WORD:method} (?:%{NUMBER:status:int}|-) (?:%{NUMBER:[http][s]:float}|-)$' 'select client, method, status + 1 as next, http.s'
{"client":"10.0.0.1","method":"GET","next":201,"http.s":0.5}
{"client":"::1","method":"POST","next":null,"http.s":null}

# Of several groups with one name, the first that holds something counts.
$ printf '%s\n' 'a=1' 'b=2' | flitch -i 'grok:^(?:a=%{INT:n:int}|b=%{INT:n:int})$' 'select n'
{"n":1}
{"n":2}

# A line that does not match is counted, and leaves the stream only through --rejects.
$ flitch -i 'grok:%{TIMESTAMP_ISO8601:time} +%{LOGLEVEL:level} ' --rejects bad.log 'count by level' app.log access.log; wc -l < bad.log
{"level":"INFO","count":5}
{"level":"ERROR","count":3}
{"level":"WARN","count":2}
14
! flitch: 14 lines: not grok (first access.log:1)

# A whole line is what comes out.
$ flitch -i 'grok:%{LOGLEVEL:level} +\[%{WORD:source}\]' 'where source == "db" and level >= error' app.log
2026-03-02 09:02:15 ERROR [db] connection timeout after 5000 ms
2026-03-02 09:10:00 ERROR [db] pool exhausted (20 of 20 in use)

# What is wrong with an expression is said before anything is read.
$ flitch -i 'grok:%{IPP:client}' 'count' access.log
! flitch: -i grok:%{IPP:client}: there is no pattern `IPP`; did you mean `IP`?
? 2

$ flitch -i 'grok:%{IP}' 'count' access.log
! flitch: -i grok:%{IP}: there is no field in it: `%{IP:client}` makes one of the name `client`
? 2

$ flitch -i 'grok:%{IP:a:date}' 'count' access.log
! flitch: -i grok:%{IP:a:date}: `date` is no type of a field; `int` and `float` are
? 2

$ flitch -i 'grok:%{IP:a' 'count' access.log
! flitch: -i grok:%{IP:a: `%{IP:a` is not closed with `}`
? 2

$ flitch -i 'grok:(%{IP:a}' 'count' access.log
! flitch: -i grok:(%{IP:a}: this grok expression does not compile: unclosed group
? 2

$ flitch -i 'grok:(?=%{IP:a})' 'count' access.log
! flitch: -i grok:(?=%{IP:a}): `(?=` looks around, which linear time does not allow; match the text there instead
? 2

$ flitch -i grok 'count' access.log
! flitch: -i grok: takes an argument: -i 'grok:%{IP:client} %{WORD:method}'
? 2

$ flitch -i 'grok:%{IP:client}' 'select ip' access.log
! flitch: no field `ip` here
!   select ip
!          ^^
!   help: the fields are client
? 2
