# Scripts: executable files, other line ends, editions, saved pipelines.

$ printf '#!/usr/bin/env -S flitch -f\n# flitch 1\n# what failed\nwhere status >= 500\n| count by path\n' > failed; chmod +x failed; ./failed access.log; ./failed < access.log
{"path":"/api/orders","count":2}
{"path":"/api/users","count":1}
{"path":"/api/orders","count":2}
{"path":"/api/users","count":1}
$ printf '\357\273\277head 1\r\n| select ip\r\n' > bom.flitch; flitch -f bom.flitch access.log
{"ip":"203.0.113.7"}
$ printf '# flitch 7\nhead 1\n' > new.flitch; flitch -f new.flitch access.log
! flitch: new.flitch:1: was written for edition 7 of the language, and this flitch knows edition 1; `flitch --version` says which one it is
? 2
$ printf '# flitch 1\nhead 1\n| haed 2\n' > wrong.flitch; flitch -f wrong.flitch access.log
! flitch: wrong.flitch:3: unknown stage `haed`
!   | haed 2
!     ^^^^ did you mean `head`?
!   help: head 2
? 2
$ printf 'where user == arg.who | count\n' > who.flitch; flitch -f who.flitch app.jsonl; flitch -f who.flitch --arg who=alice app.jsonl
{"count":2}
! flitch: who.flitch:1: no argument `who` was given
!   where user == arg.who | count
!                 ^^^^^^^
!   help: --arg who=VALUE

# A saved pipeline is a script that is named.
$ mkdir -p c/flitch; printf '# flitch 1\n# errors by path\nwhere status >= 500 | count by path\n' > c/flitch/errors.flitch; printf 'head 1\n' > c/flitch/one.flitch; export XDG_CONFIG_HOME=$PWD/c; flitch @errors access.log; flitch @; flitch @eror access.log; flitch @zzz access.log 2>&1 | sed "s|$PWD|.|"
{"path":"/api/orders","count":2}
{"path":"/api/users","count":1}
@errors  errors by path
@one
flitch: no saved pipeline `@zzz`; there is @errors, @one (./c/flitch/zzz.flitch would be it)
! flitch: no saved pipeline `@eror`; did you mean `@errors`?
$ XDG_CONFIG_HOME=/nonexistent flitch @
No pipelines are saved. One is a file NAME.flitch in /nonexistent/flitch, and `flitch @NAME` runs it.
$ env -u XDG_CONFIG_HOME -u HOME flitch @x access.log
! flitch: saved pipelines need $XDG_CONFIG_HOME or $HOME, and neither is set
? 2
$ XDG_CONFIG_HOME=/nonexistent flitch @../x access.log
! flitch: unknown stage `@`
!   @../x
!   ^
!   help: `flitch help` lists the stages
? 2
