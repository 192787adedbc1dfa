# Elements keep their kind; None, an empty list and what is no list stay one record each.
$ printf '{"a":1,"l":[1,"x",{"k":2},[3],null]}\n{"a":2,"l":[]}\n{"a":3}\n{"a":4,"l":"[1]"}\n' > x.jsonl; flitch 'explode l' x.jsonl
{"a":1,"l":1}
{"a":1,"l":"x"}
{"a":1,"l":{"k":2}}
{"a":1,"l":[3]}
{"a":1,"l":null}
{"a":2,"l":null}
{"a":3,"l":null}
{"a":4,"l":"[1]"}

# A list in a CSV cell is one.
$ printf 'a,l\n1,"[1, ""x""]"\n2,x\n' > x.csv; flitch -o csv 'explode l' x.csv
a,l
1,1
1,x
2,x

# Rows that were made of one have its place; lists inside lists go on.
$ printf '{"l":[[1,2],[3]]}\n{"l":[[4]]}\n' | flitch 'explode l | explode l | select l, line_no, offset | skip 1 | head 2'
{"l":2,"line_no":1,"offset":0}
{"l":3,"line_no":1,"offset":0}
$ printf '{"l":[3,1]}\n{"l":[2,9]}\n' | flitch 'explode l | first(l), last(l), max(l), count'
{"first_l":3,"last_l":9,"max_l":9,"count":4}
$ printf '{"l":[3,"x","y"]}\n{"l":["z",9]}\n' | flitch 'explode l | set m = l + 1 | head 4 | select m'
{"m":4}
{"m":null}
{"m":null}
{"m":null}
! flitch: 3 lines: `l` was not a number (first standard input:1)
$ printf '{"l":[1,2,3]}\n{"l":[4]}\n' | flitch 'head 1 | explode l | head 2'
{"l":1}
{"l":2}
$ printf 'a,b\nc\n' | flitch 'explode line.split(",") as part | print part'
a
b
c
$ printf '{"a":{"l":[1,2]}}\n' | flitch 'explode a.l'
{"a":{"l":[1,2]},"a.l":1}
{"a":{"l":[1,2]},"a.l":2}

$ flitch 'explode' app.jsonl
! flitch: `explode` needs an argument
!   explode
!   ^^^^^^^
!   help: explode LIST [as NAME]
? 2
$ flitch 'explode line' app.jsonl
! flitch: `line` is no list
!   explode line
!           ^^^^
!   help: explode line.split(",") as part
? 2
$ flitch 'explode msg.split(" ") + "x"' app.jsonl
! flitch: `msg.split(" ") + "x"` needs a name
!   explode msg.split(" ") + "x"
!           ^^^^^^^^^^^^^^^^^^^^
!   help: msg.split(" ") + "x" as NAME
? 2
$ flitch 'mvexpand tags' app.jsonl
! flitch: unknown stage `mvexpand`
!   mvexpand tags
!   ^^^^^^^^ flitch's word is `explode`
!   help: explode tags
? 2
