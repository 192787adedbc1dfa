$ flitch 'redact' app.log
! flitch: `redact` needs an argument
!   redact
!   ^^^^^^
!   help: redact ip|ipv4|ipv6|email|card|token|phone|mac|uuid, ... [from FIELD, ...] [hash "KEY"]
? 2
$ flitch 'redact mail' app.log
! flitch: `redact` knows nothing called `mail`
!   redact mail
!          ^^^^ did you mean `email`?
!   help: it knows ip, ipv4, ipv6, email, card, token, phone, mac, uuid
!   help: replace r"..." with "<name>" hides what a regex finds
? 2
$ flitch 'redact ip, names' app.log
! flitch: `redact` knows nothing called `names`
!   redact ip, names
!              ^^^^^
!   help: it knows ip, ipv4, ipv6, email, card, token, phone, mac, uuid
!   help: replace r"..." with "<name>" hides what a regex finds
? 2
$ flitch 'redact ip hash ""' app.log
! flitch: an empty key hides nothing
!   redact ip hash ""
!                  ^^
!   help: hash arg.key
? 2
$ flitch 'redact ip hash user' app.jsonl
! flitch: the key is a text written out, or an argument
!   redact ip hash user
!                  ^^^^
!   help: hash arg.key
? 2
$ flitch 'redact ip from line' app.log
! flitch: without `from` it is the line
!   redact ip from line
!                  ^^^^
!   help: redact ip
? 2
$ flitch 'count by service | redact ip from msg' app.jsonl
! flitch: no field `msg` here
!   count by service | redact ip from msg
!                                     ^^^
!   help: the fields are service, count
? 2
$ flitch -C 1 '"pool" | redact ip' app.log
! flitch: context lines are rewritten as well only by the first stage
!   "pool" | redact ip
!   ^^^^^^^^^^^^^^^^^^
!   help: put `replace` and `redact` before what chooses lines
? 2
