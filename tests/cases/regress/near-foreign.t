# A slip in a word of another tool is met with flitch's word for it.

$ flitch help limt
! flitch: no help on `limt`; did you mean `limit`, which is `flitch help head`?
? 2
$ flitch help limit
! flitch: no help on `limit`; flitch's word is `head`: see `flitch help head`
? 2
$ flitch help averag
! flitch: no help on `averag`; did you mean `average`, which is `flitch help avg`?
? 2
$ flitch help average
! flitch: no help on `average`; flitch's word is `avg`: see `flitch help avg`
? 2
$ flitch help sumarize
! flitch: no help on `sumarize`; did you mean `summarize`, which is `flitch help count`?
? 2
$ flitch help avrg
! flitch: no help on `avrg`; did you mean `flitch help avg`?
? 2
$ flitch help heda
! flitch: no help on `heda`; did you mean `flitch help head`?
? 2
$ flitch help zzzzzz
! flitch: no help on `zzzzzz`; `flitch help` lists the topics
? 2
$ flitch 'limt 5' app.jsonl
! flitch: unknown stage `limt`
!   limt 5
!   ^^^^ did you mean `limit`? flitch's word is `head`
!   help: head 5
? 2
$ flitch 'averag(ms) by service' app.jsonl
! flitch: unknown stage `averag`
!   averag(ms) by service
!   ^^^^^^ did you mean `average`? flitch's word is `avg`
!   help: avg(ms) by service
? 2
$ flitch 'count, averag(ms) by service' app.jsonl
! flitch: unknown aggregate `averag`
!   count, averag(ms) by service
!          ^^^^^^^^^^ did you mean `avg(x)`?
? 2
$ flitch 'sumarize count() by service' app.jsonl
! flitch: unknown stage `sumarize`
!   sumarize count() by service
!   ^^^^^^^^ did you mean `summarize`? flitch's word is `count`
!   help: count by service
? 2
$ flitch 'errror' app.jsonl
! flitch: unknown stage `errror`
!   errror
!   ^^^^^^
!   help: `flitch help` lists the stages
!   help: "errror"
!   help: select errror
? 2

# A key of the record can be set by its name; a key of what is nested cannot.
$ flitch 'set row["1"] = 5' app.jsonl
! flitch: a name stands before `=`
!   set row["1"] = 5
!       ^^^^^^^^
!   help: set "1" = 5
? 2
$ flitch 'set "1" = 5 | select row["1"] as one | head 1' app.jsonl
{"one":5}
$ flitch 'set a["1"] = 5' app.jsonl
! flitch: a name stands before `=`
!   set a["1"] = 5
!       ^^^^^^
? 2
$ flitch 'set row["a"]["b"] = 5' app.jsonl
! flitch: a name stands before `=`
!   set row["a"]["b"] = 5
!       ^^^^^^^^^^^^^
? 2
