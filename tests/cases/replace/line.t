# Lines without a match stay byte for byte, and rewritten ones keep their line end.
$ printf 'a 1\r\nb\377\r\na 2' | flitch 'replace r"\d" with "<$0>"' | od -c
0000000   a       <   1   >  \r  \n   b 377  \r  \n   a       <   2   >
0000020

# Fields are read of the new line; where a line stands does not change.
$ printf '{"n":1}\n{"n":2}\n' | flitch 'where n > 1 | replace "2" with "20" | select n, line_no, offset, line'
{"n":20,"line_no":2,"offset":8,"line":"{\"n\":20}"}

# What was computed stays; what was parsed is parsed again.
$ printf 'x=1 y=a\n' | flitch 'set was = line | parse regex r"x=(?P<x>\d)" | replace "1" with "7" | select was, x'
{"was":"x=1 y=a","x":7}

# What no longer parses is counted.
$ printf '{"n":1}\n{"n":2}\n' | flitch -i json 'where n > 0 | replace r"^." with "" | select n'
{"n":null}
{"n":null}
! flitch: 2 lines: not json (first standard input:1)
! flitch: standard input:1:1: json expects an object, `{` where there is `"n":1}`
! flitch: standard input:2:1: json expects an object, `{` where there is `"n":2}`

# Groups by number and by name, one that took no part, and a dollar.
$ printf 'k=v\nk=\n' | flitch 'replace r"(?P<key>\w)=(v)?" with "${key}1: $2 $$"'
k1: v $
k1:  $

$ printf 'Error ERROR\n' | flitch 'replace i"error" with "e"'
e e
$ printf 'cost $1\n' | flitch 'replace "$1" with "$2"'
cost $2
$ printf 'ab\n' | flitch 'replace r"" with "-"'
-a-b-

# Matches of text that is no text.
$ printf 'a\377b\n' | flitch 'replace r"(?-u)[^a-z]" with "?"'
a?b
