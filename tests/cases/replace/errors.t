$ flitch 'replace r"(\d+)" with "$2"' app.log
! flitch: the regex has no group `2`
!   replace r"(\d+)" with "$2"
!                         ^^^^
!   help: it has one, $1
? 2
$ flitch 'replace r"(\d+)" with "$1x"' app.log
! flitch: the regex has no group `1x`
!   replace r"(\d+)" with "$1x"
!                         ^^^^^
!   help: ${1}x
? 2
$ flitch 'replace r"(?P<user>\w+)" with "$usr"' app.log
! flitch: the regex has no group `usr`
!   replace r"(?P<user>\w+)" with "$usr"
!                                 ^^^^^^ did you mean `$user`?
!   help: it has one, $1
? 2
$ flitch 'replace r"(\d+)" with r"\1"' app.log
! flitch: a group is written `$1` here
!   replace r"(\d+)" with r"\1"
!                         ^^^^^
!   help: $$ is a dollar
? 2
$ flitch 'replace r"\d" with "${1"' app.log
! flitch: `${` has no `}`
!   replace r"\d" with "${1"
!                      ^^^^^
!   help: ${name}
? 2
$ flitch 'replace "a"' app.log
! flitch: `replace` takes one new text after `with`
!   replace "a"
!   ^^^^^^^^^^^
!   help: replace r"regex"|"text" with "text" [from FIELD, ...]
? 2
$ flitch 'replace "" with "x"' app.log
! flitch: an empty text is everywhere
!   replace "" with "x"
!           ^^
!   help: replace r"^" with "> "
? 2
$ flitch 'replace r"a" with f"{msg}"' app.log
! flitch: the new text is a constant, and groups are `$1` or `$name`
!   replace r"a" with f"{msg}"
!                     ^^^^^^^^
!   help: set msg = msg.replace("a", b) puts in what a record has
? 2
$ flitch 'select msg | replace "a" with "b"' app.jsonl
! flitch: there are columns here, and `replace` without `from` rewrites the line
!   select msg | replace "a" with "b"
!                ^^^^^^^^^^^^^^^^^^^^
!   help: replace "a" with "b" from msg
!   help: put it before the stage that makes columns
? 2
$ flitch 'count | replace "a" with "b"' app.jsonl
! flitch: there are columns here, and `replace` without `from` rewrites the line
!   count | replace "a" with "b"
!           ^^^^^^^^^^^^^^^^^^^^
!   help: replace "a" with "b" from count
!   help: put it before the stage that makes columns
? 2
$ flitch 'replace "a" with "b" from line' app.jsonl
! flitch: without `from` it is the line
!   replace "a" with "b" from line
!                             ^^^^
? 2
$ flitch -C 1 '"pool" | replace "a" with "b"' app.log
! flitch: context lines are rewritten as well only by the first stage
!   "pool" | replace "a" with "b"
!   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
!   help: put `replace` and `redact` before what chooses lines
? 2
$ flitch 'sub("a", "b", msg)' app.jsonl
! flitch: unknown stage `sub`
!   sub("a", "b", msg)
!   ^^^ flitch's word is `replace`
!   help: replace r"a" with "b" from msg
? 2
$ flitch 'gsub(/a+/, "b")' app.jsonl
! flitch: unknown stage `gsub`
!   gsub(/a+/, "b")
!   ^^^^ flitch's word is `replace`
!   help: replace r"a+" with "b"
? 2
$ flitch 's/a/b/g' app.log
! flitch: unknown stage `s`
!   s/a/b/g
!   ^ flitch's word is `replace`
!   help: replace r"a" with "b"
? 2
$ flitch 'gsub("a", "b", "c", 1)' app.log
! flitch: unknown stage `gsub`
!   gsub("a", "b", "c", 1)
!   ^^^^ flitch's word is `replace`
!   help: replace r"a" with "b"
? 2
$ flitch 'sub(1, 2)' app.log
! flitch: unknown stage `sub`
!   sub(1, 2)
!   ^^^ flitch's word is `replace`
!   help: replace r"[0-9]+" with "N"
? 2
