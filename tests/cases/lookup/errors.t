$ flitch 'lookup "users.csv"' app.jsonl
! flitch: `lookup` needs the key that it looks for
!   lookup "users.csv"
!   ^^^^^^^^^^^^^^^^^^
!   help: lookup "FILE" on KEY, ... [as PREFIX]
? 2
$ flitch 'lookup "nowhere.csv" on id' app.jsonl
! flitch: nowhere.csv: no such file or directory
!   lookup "nowhere.csv" on id
!          ^^^^^^^^^^^^^
? 2
$ flitch 'lookup "users.csv" on nam' app.jsonl
! flitch: users.csv has no column `nam`
!   lookup "users.csv" on nam
!                         ^^^ did you mean `name`?
!   help: its columns are id, name, plan, age, note
? 2
$ flitch 'lookup "users.csv" on user.lower() + "x"' app.jsonl
! flitch: this key needs a name
!   lookup "users.csv" on user.lower() + "x"
!                         ^^^^^^^^^^^^^^^^^^
!   help: set key = ... | lookup "FILE" on key = column
? 2
$ printf '{"id":1}\nno\n' > s.jsonl; flitch 'lookup "s.jsonl" on id' app.jsonl
! flitch: s.jsonl:2: not json
!   lookup "s.jsonl" on id
!          ^^^^^^^^^
? 2
$ printf '[{"id":1}' > s.json; flitch 'lookup "s.json" on id' app.jsonl
! flitch: s.json: not a JSON list of records
!   lookup "s.json" on id
!          ^^^^^^^^
? 2
$ printf '' > e.csv; flitch 'lookup "e.csv" on id' app.jsonl
! flitch: e.csv has no column `id`
!   lookup "e.csv" on id
!                     ^^
!   help: it has no records
? 2
$ flitch 'lookup users on id' app.jsonl
! flitch: the name of a file is written out as a string
!   lookup users on id
!          ^^^^^
!   help: lookup "FILE" on KEY, ... [as PREFIX]
? 2
$ flitch 'join "users.csv" on id' app.jsonl
! flitch: unknown stage `join`
!   join "users.csv" on id
!   ^^^^ flitch's word is `lookup`
!   help: lookup "users.csv" on id
? 2
$ flitch 'join -j id -f users.csv' app.jsonl
! flitch: unknown stage `join`
!   join -j id -f users.csv
!   ^^^^ flitch's word is `lookup`
!   help: lookup "users.csv" on id
? 2
$ flitch 'left_join "t.csv" using id' app.jsonl
! flitch: unknown stage `left_join`
!   left_join "t.csv" using id
!   ^^^^^^^^^ flitch's word is `lookup`
!   help: lookup "t.csv" on id
? 2
$ flitch 'join (events) on a' app.jsonl
! flitch: unknown stage `join`
!   join (events) on a
!   ^^^^ flitch's word is `lookup`
!   help: lookup "users.csv" on id
? 2
