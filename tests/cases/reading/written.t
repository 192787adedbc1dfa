# The server's own format, from the command line or out of its configuration.
$ printf 'http {\n  # log_format old "$remote_addr";\n  log_format main \047$remote_addr - [$time_local] "$request" $status \047\n                  \047$body_bytes_sent $request_time\047;\n  log_format json escape=json \047{"ip":"$remote_addr","status":$status}\047;\n}\n' > nginx.conf; printf '::1 - [02/Mar/2026:09:00:01 +0000] "GET /a?b HTTP/1.1" 200 5 0.057\n' | flitch -i nginx:@nginx.conf#main 'select ip, path, status, bytes, request_time, ms'
{"ip":"::1","path":"/a","status":200,"bytes":5,"request_time":0.057,"ms":57}

$ printf '{"ip":"::1","status":200}\n' | flitch -i nginx:@nginx.conf#json 'select ip, status'
{"ip":"::1","status":200}

$ flitch -i nginx:@nginx.conf 'count' access.log
! flitch: -i nginx:@nginx.conf: nginx.conf: there are several `log_format` in it: name one of `main`, `json` after a `#`
? 2

$ flitch -i nginx:@nginx.conf#nope 'count' access.log
! flitch: -i nginx:@nginx.conf#nope: nginx.conf: there is no `log_format` of the name `nope` in it, but `main`, `json`
? 2

$ flitch -i nginx:@missing.conf 'count' access.log
! flitch: -i nginx:@missing.conf: missing.conf: no such file or directory
? 2

$ printf 'LogFormat "%%h %%l %%u %%t \\"%%r\\" %%>s %%b %%D" timed\n' > apache2.conf; printf '::1 - - [02/Mar/2026:09:00:01 +0000] "GET /a HTTP/1.1" 200 5 1500\n' | flitch -i apache:@apache2.conf#timed 'select ip, path, status, ms'
{"ip":"::1","path":"/a","status":200,"ms":1.5}

# Where a line stops is told with the text that is missing.
$ printf '::1 - [x] nothing\n' | flitch -i 'nginx:$remote_addr - [$time_local] "$request" $status' 'select ip, status'
{"ip":null,"status":null}
! flitch: 1 line: not nginx (first standard input:1)
! flitch: standard input:1:8: nginx expects `$time_local`, as `02/Jan/2026:15:04:05 +0000` where there is `x] nothing`
! flitch: no record had a field `ip`
! flitch: no record had a field `status`

$ flitch -i nginx 'count' access.log
! flitch: -i nginx: takes an argument: -i 'nginx:LOG_FORMAT' or -i nginx:@nginx.conf#NAME
? 2

$ flitch -i 'nginx:no variable' 'count' access.log
! flitch: -i nginx:no variable: there is no field in this nginx format
? 2

$ flitch -i 'pattern:<a><b>' 'count' access.log
! flitch: -i pattern:<a><b>: between `<a>` and `<b>` must stand some text, for `<a>` to end at
? 2

$ flitch -i 'regex:(a' 'count' access.log
! flitch: -i regex:(a: this regex does not compile: unclosed group
? 2

$ flitch -i 'regex:a' 'count' access.log
! flitch: -i regex:a: the regex has no named group; (?P<name>...) makes a column
? 2

# A list may end in one.
$ printf 'a=1\n{"a":2}\nA:3\n' | flitch -i 'json,logfmt,pattern:A:<a>' 'select a'
{"a":1}
{"a":2}
{"a":3}

$ flitch -i 'csv,json' 'count' users.csv
! flitch: -i csv,json: `csv` is the format of a whole file; name it alone
? 2
