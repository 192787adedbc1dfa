# The environment and the arguments, read before any input.
$ LIMIT=1000 flitch 'where ms > env("LIMIT") | select ms' app.jsonl
{"ms":5003}
{"ms":1200}
$ flitch 'select env("NO_SUCH_VARIABLE") as x' app.jsonl
! flitch: no variable `NO_SUCH_VARIABLE` in the environment
!   select env("NO_SUCH_VARIABLE") as x
!              ^^^^^^^^^^^^^^^^^^
!   help: env("NO_SUCH_VARIABLE", None)
? 2
$ flitch 'select env("NO_SUCH_VARIABLE", "none") as x, env("NO_SUCH_VARIABLE", None) as y | head 1' app.jsonl
{"x":"none","y":null}
$ flitch 'select env(user) as x' app.jsonl
! flitch: the name of a variable must be written out as a string
!   select env(user) as x
!              ^^^^
!   help: env("HOME")
? 2
$ flitch --arg k=7 'select arg("k", 1) as k, arg("other", 1) as o | head 1' app.jsonl
{"k":7,"o":1}
$ flitch 'select arg("k") as k' app.jsonl
! flitch: `arg` takes 2 arguments, and got 1
!   select arg("k") as k
!          ^^^^^^^^
!   help: arg("NAME", default)
? 2
