# A list that is cut off because nothing else was said is told, and strict makes it an error.

$ seq 1 250 | flitch -i lines 'list(line) as all | select all' 2>&1 >/dev/null
flitch: 1 line: `list(line)` is cut off after 100: `list(line, N)` gives N

$ seq 1 250 | flitch --strict 'values(line) as all' | wc -l | tr -d ' '
1
! flitch: 1 line: `values(line)` is cut off after 100: `values(line, N)` gives N

$ seq 1 250 | flitch 'list(line, 3) as few, values(int(line) % 7, 4) as rests, count'
{"few":[1,2,3],"rests":[1,2,3,4],"count":250}

$ printf '{"a":"x\\"y"}\n{"a":1.50}\n{"a":null}\n{"a":[1,{"b":2}]}\n{"a":"1.50"}\n{"a":true}\n' | flitch 'list(a), values(a), mode(a)'
{"list_a":["x\"y",1.50,[1,{"b":2}],"1.50",true],"values_a":["x\"y",1.50,[1,{"b":2}],true],"mode_a":1.50}

$ printf '{"a":null}\n{"a":1}\n' | flitch 'list(a), values(a), mode(a), count by a'
{"a":null,"list_a":null,"values_a":null,"mode_a":null,"count":1}
{"a":1,"list_a":[1],"values_a":[1],"mode_a":1,"count":1}

$ printf 'a\n1\nx y\n007\n' | flitch -i csv -o csv 'list(a)'
list_a
"[1,""x y"",""007""]"

$ flitch 'list(path, 0)' access.log
! flitch: a whole number above 0 is wanted here
!   list(path, 0)
!              ^
!   help: list(x), list(x, N)
? 2

$ flitch 'values(path, n)' access.log
! flitch: a whole number above 0 is wanted here
!   values(path, n)
!                ^
!   help: values(x), values(x, N)
? 2

$ flitch 'mode()' access.log
! flitch: `mode` takes one argument
!   mode()
!   ^^^^^^
!   help: mode(x)
? 2
