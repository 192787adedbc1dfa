# A key that is not there gives None and is counted; None is in no file.
$ printf '{"id":1}\n{"id":"2"}\n{"id":9}\n{"x":0}\n' > x.jsonl; flitch 'lookup "users.csv" on id | select id, name, plan' x.jsonl
{"id":1,"name":"Alice","plan":"pro"}
{"id":"2","name":"Bob","plan":"free"}
{"id":9,"name":null,"plan":null}
{"id":null,"name":null,"plan":null}
! flitch: 2 lines: `id` not found in users.csv (first x.jsonl:3)
$ flitch --strict 'lookup "users.csv" on id | where plan is not None | select id, name' x.jsonl; echo $?
{"id":1,"name":"Alice"}
{"id":"2","name":"Bob"}
4
! flitch: 2 lines: `id` not found in users.csv (first x.jsonl:3)

# JSON lines, a JSON list, TSV; escapes and kinds stay.
$ printf '{"id":"1","t":"\\u00e9","n":1.50}\n\n{"id":2,"o":{"a":[1]}}\n' > s.jsonl; flitch 'lookup "s.jsonl" on id as s' x.jsonl
{"id":1,"s.t":"\u00e9","s.n":1.50,"s.o":null}
{"id":"2","s.t":null,"s.n":null,"s.o":{"a":[1]}}
{"id":9,"s.t":null,"s.n":null,"s.o":null}
{"x":0,"s.t":null,"s.n":null,"s.o":null}
! flitch: 2 lines: `id` not found in s.jsonl (first x.jsonl:3)
$ printf '[{"id":1, "t":"x"},\n {"id":2}]\n' > s.json; flitch 'lookup "s.json" on id' x.jsonl
{"id":1,"t":"x"}
{"id":"2","t":null}
{"id":9,"t":null}
{"x":0,"t":null}
! flitch: 2 lines: `id` not found in s.json (first x.jsonl:3)
$ printf 'k\tv\n1\tone\n' > s.tsv; flitch 'lookup "s.tsv" on id = k' x.jsonl
{"id":1,"v":"one"}
{"id":"2","v":null}
{"id":9,"v":null}
{"x":0,"v":null}
! flitch: 3 lines: `id` not found in s.tsv (first x.jsonl:2)

# Several keys; a key with a separator in it is no other key.
$ printf 'a,b,v\nx,yz,1\nxy,z,2\n' > k.csv; printf '{"a":"xy","b":"z"}\n{"a":"x","b":"yz"}\n' | flitch 'lookup "k.csv" on a, b'
{"a":"xy","b":"z","v":2}
{"a":"x","b":"yz","v":1}

# A key that stands twice is an error only with other values.
$ printf 'k,v\n1,a\n1,a\n' > d.csv; printf '{"k":1}\n' | flitch 'lookup "d.csv" on k'
{"k":1,"v":"a"}
$ printf 'k,v\n1,a\n2,b\n1,c\n' > d.csv; printf '{"k":1}\n' | flitch 'lookup "d.csv" on k'
! flitch: d.csv:4: the key of line 2 stands here again, with other values
!   lookup "d.csv" on k
!          ^^^^^^^
!   help: flitch 'dedup k' d.csv
? 2

# A field of the record is overwritten in its place.
$ printf '{"v":0,"k":2}\n' | flitch 'lookup "k.csv" on k = v' 
{"v":0,"k":2,"a":"xy","b":"z"}
$ printf 'k,v\n2,b\n' > d.csv; printf '{"v":0,"k":2,"z":1}\n' | flitch 'lookup "d.csv" on k'
{"v":"b","k":2,"z":1}

# A field that is there already is overwritten in its place, also where the columns are fixed.
$ printf 'name,plan\nAlice,old\nNobody,old\n' | flitch -i csv 'select plan, name | lookup "users.csv" on name | select plan, name, age'
{"plan":"pro","name":"Alice","age":34}
{"plan":null,"name":"Nobody","age":null}
! flitch: 1 line: `name` not found in users.csv (first standard input:3)
