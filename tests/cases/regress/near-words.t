# A slip in a word of another language, a word of a stage, and what an aggregate is called elsewhere.

$ flitch 'limt 3' access.log
! flitch: unknown stage `limt`
!   limt 3
!   ^^^^ did you mean `limit`? flitch's word is `head`
!   help: head 3
? 2
$ flitch 'count by path | compare 1h' access.log
! flitch: unknown stage `compare`
!   count by path | compare 1h
!                   ^^^^^^^ a word of `stats`
!   help: `flitch help compare` shows how it is written
? 2
$ flitch 'averag(bytes)' access.log
! flitch: unknown stage `averag`
!   averag(bytes)
!   ^^^^^^ did you mean `average`? flitch's word is `avg`
!   help: avg(bytes)
? 2
$ flitch 'count, averag(bytes) by path' access.log
! flitch: unknown aggregate `averag`
!   count, averag(bytes) by path
!          ^^^^^^^^^^^^^ did you mean `avg(x)`?
? 2
$ flitch help limt
! flitch: no help on `limt`; did you mean `limit`, which is `flitch help head`?
? 2
$ flitch help averag
! flitch: no help on `averag`; did you mean `average`, which is `flitch help avg`?
? 2
$ flitch --explain 'count every 5m, path | pivot path | where true' access.log
input   auto
output  records
decode  time, path before stage 1
decode  whole records within stage 2
\
stage                            shape  order       memory
  1  stats count every 5m, path  whole  by time     every group
  2  pivot path                  whole  as it came  every group
  3  where True                  map    as it came  none that grows
$ flitch 'select plan, id | lookup "users.csv" on id | head 2' app.jsonl
{"plan":null,"id":null,"name":null,"age":null,"note":null}
{"plan":null,"id":null,"name":null,"age":null,"note":null}
! flitch: 2 lines: `id` not found in users.csv (first app.jsonl:1)
! flitch: no record had a field `plan`
! flitch: no record had a field `id`
