# A bad line is told with the place where it stops to be JSON.
$ printf '{"a":1}\n{"a":None}\n{"a":1,}\n{"a":"C:\\dir"}\n' | flitch -i json 'count by a'
{"a":1,"count":1}
{"a":null,"count":3}
! flitch: 3 lines: not json (first standard input:2)
! flitch: standard input:2:6: json expects `null` where there is `None}`
! flitch: standard input:3:8: json expects a key in `"` where there is `}`
! flitch: standard input:4:9: json expects an escape that JSON has where there is `\\dir"}`

$ printf '{"a":\047x\047}\n{"a":"x\n{"a":1} {"a":2}\n' | flitch -i json 'count by a'
{"a":null,"count":3}
! flitch: 3 lines: not json (first standard input:1)
! flitch: standard input:1:6: json expects `"` where there is `'x'}`
! flitch: standard input:2:8: json expects the closing quote where the line ends
! flitch: standard input:3:9: json expects nothing after the object where there is `{"a":2}`
! flitch: no record had a field `a`
