# The records before are written, the first that fails is shown, and nothing after it counts.
$ printf '{"a":1}\n{"a":2}\nx\n{"a":"y"}\n' | flitch 'assert a < 2, "a is too much"'; echo $?
{"a":1}
1
! flitch: standard input:2: assert failed: a is too much
!   {"a":2}
$ printf '{"a":1}\n{"a":"y"}\n{"a":"z"}\n' | flitch 'assert a < 2'; echo $?
{"a":1}
1
! flitch: standard input:2: assert failed: `a < 2` is not true
!   {"a":"y"}
! flitch: 1 line: `a` was not a number (first standard input:2)
$ printf '{"a":1}\n' | flitch 'assert a < 2 | count'; echo $?
{"count":1}
0
$ printf '{"a":3}\n' | flitch 'assert a < 2 | count'; echo $?
1
! flitch: standard input:1: assert failed: `a < 2` is not true
!   {"a":3}

# What `head` did not want is not looked at.
$ printf '{"a":1}\n{"a":3}\n' | flitch 'assert a < 2 | head 1'; echo $?
{"a":1}
0

# After an aggregate, on empty input, without records.
$ printf '' | flitch 'count | assert count > 0, f"only {count}"'; echo $?
1
! flitch: assert failed: only 0
!   count=0
$ printf '' | flitch 'assert a > 0'; echo $?
0
$ flitch 'count by level | assert count < 5' app.jsonl; echo $?
1
! flitch: assert failed: `count < 5` is not true
!   level=info count=5

# In another order it is still the line that it was; tables and CSV end as they should.
$ flitch 'sort -ms | select ms, msg | assert ms < 5000' app.jsonl; echo $?
1
! flitch: app.jsonl:5: assert failed: `ms < 5000` is not true
!   ms=5003 msg=query failed: "orders" timeout
$ flitch -o csv 'set x = 1 | drop ts, http, msg | assert ms < 80' app.jsonl; echo $?
level,service,status,ms,user,x
info,api,200,12.5,alice,1
debug,worker,,3,,1
info,auth,302,48,bob,1
1
! flitch: app.jsonl:4: assert failed: `ms < 80` is not true
!   {"ts":"2026-03-02T09:01:30.100Z","level":"info","service":"api","msg":"request done","status":201,"ms":87.25,"user":"bob","http":{"method":"POST","path":"/api/orders"}}

# What would move the terminal's cursor is shown as an escape.
$ printf 'a \033[2J \377 b\n' | flitch 'assert line == ""'; echo $?
1
! flitch: standard input:1: assert failed: `line == ""` is not true
!   a \u{1b}[2J � b

$ flitch 'assert' app.jsonl
! flitch: `assert` needs an argument
!   assert
!   ^^^^^^
!   help: assert CONDITION[, "message"]
? 2
$ flitch 'assert ms' app.log
! flitch: app.log:1: assert failed: `ms` is not true
!   2026-03-02 09:00:01 INFO  [main] started in 812 ms
! flitch: no record had a field `ms`
? 1
$ flitch 'assert ms > 1, "a", "b"' app.jsonl
! flitch: `assert` takes a condition and a message
!   assert ms > 1, "a", "b"
!                       ^^^
!   help: assert CONDITION[, "message"]
? 2
$ flitch 'assert status = 200' app.jsonl
! flitch: `=` does not compare
!   assert status = 200
!                 ^ `==` compares
!   help: assert status == 200
? 2
