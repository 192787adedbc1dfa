# A function that is no method is not suggested as the method that it is not.
$ flitch 'set n = ms.floor()' app.jsonl
! flitch: `floor` is a function and no method
!   set n = ms.floor()
!           ^^^^^^^^^^
!   help: floor(ms)
? 2

$ flitch 'set n = (ms * 2).round(1)' app.jsonl
! flitch: `round` is a function and no method
!   set n = (ms * 2).round(1)
!           ^^^^^^^^^^^^^^^^^
!   help: round((ms * 2), 1)
? 2

$ flitch 'where extract(msg, r"(\w+)").extrct(r"a") == "x"' app.jsonl
! flitch: unknown method `extrct`
!   where extract(msg, r"(\w+)").extrct(r"a") == "x"
!         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
!   help: did you mean `extract(extract(msg, r"(\w+)"), r"a")`?
? 2

$ flitch 'set n = msg.uper()' app.jsonl
! flitch: unknown method `uper`
!   set n = msg.uper()
!           ^^^^^^^^^^
!   help: did you mean `.upper()`?
? 2
