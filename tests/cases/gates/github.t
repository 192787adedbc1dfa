# Properties from the fields of their names, the rest behind the message.
$ printf '%s\n' '{"file":"src/a,b.rs","line":7,"col":3,"title":"T: x","level":"warning","msg":"50% of\r\n\"it\"","n":1}' '{"level":"info","message":"m","o":{"a":[1,2]},"e":""}' '{"level":"what","line":"7x"}' '{}' 'not: json' | flitch -i json -o github ''
::warning title=T%3A x,file=src/a%2Cb.rs,line=7,col=3::50%25 of%0D%0A"it" n=1
::notice::m o="{\"a\":[1,2]}" e=""
::error::level=what 7x
::error::
::error::not: json
! flitch: 1 line: not json (first standard input:5)
! flitch: standard input:5:1: json expects an object, `{` where there is `not: json`

# Text filters too; standard input is no file.
$ flitch -o github '"pool"' app.log
::error::pool exhausted (20 of 20 in use) time="2026-03-02 09:10:00" thread=db stamp="2026-03-02 09:10:00"
$ flitch -o github '"pool" | select filename, line_no, line' app.log
::error file=app.log,line=9::2026-03-02 09:10:00 ERROR [db] pool exhausted (20 of 20 in use)
$ flitch -o github '"pool" | select filename, line_no, line' < app.log
::error line=9::2026-03-02 09:10:00 ERROR [db] pool exhausted (20 of 20 in use)
$ printf 'x\033[2J \377 ::error::y\n' | flitch -o github '' | od -c | head -3
0000000   :   :   e   r   r   o   r   :   :   x 357 277 275   [   2   J
0000020     357 277 275       :   :   e   r   r   o   r   :   :   y  \n
0000040
! flitch: 1 line: not in a known format (first standard input:1)

# Failed asserts come last; what was written before stays.
$ flitch -o github 'select filename, line_no, ms | assert ms < 80 | assert ms < 50, f"{ms} ms"' app.jsonl
::error file=app.jsonl,line=1::ms=12.5
::error file=app.jsonl,line=2::ms=3
::error file=app.jsonl,line=3::ms=48
::error title=assert failed,file=app.jsonl,line=4::`ms < 80` is not true%0Afilename=app.jsonl line_no=4 ms=87.25
::error title=assert failed,file=app.jsonl,line=4::87.25 ms%0Afilename=app.jsonl line_no=4 ms=87.25
! flitch: app.jsonl:4: assert failed: `ms < 80` is not true
!   filename=app.jsonl line_no=4 ms=87.25
! flitch: app.jsonl:4: assert failed: 87.25 ms
!   filename=app.jsonl line_no=4 ms=87.25
? 1
$ flitch -o github 'count | assert count > 10' app.jsonl
::error title=assert failed::`count > 10` is not true%0Acount=10
! flitch: assert failed: `count > 10` is not true
!   count=10
? 1
$ flitch -q -o github 'count | assert count > 10' app.jsonl
! flitch: assert failed: `count > 10` is not true
!   count=10
? 1
$ flitch -o json 'count | assert count > 10' app.jsonl
! flitch: assert failed: `count > 10` is not true
!   count=10
? 1
$ flitch -O out.txt -o github 'count | assert count > 10' app.jsonl; cat out.txt
::error title=assert failed::`count > 10` is not true%0Acount=10
! flitch: assert failed: `count > 10` is not true
!   count=10
