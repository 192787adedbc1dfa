# A parameter that is not there is an answer; the field `query` is not the function.

$ flitch 'select query, query(target, "page") as page | where page is not None | head 1' access.log
{"query":"page=2","page":"2"}

# What is no text, and what is no address, is None and counted; None itself is not.

$ printf '{"x":[1]}\n{"x":null}\n{"x":"a7"}\n{"x":7}\n' | flitch 'select extract(x, r"\d") as d, query(x, "a7") as q, ip_mask(x, 8) as m, is_private(x) as p'
{"d":null,"q":null,"m":null,"p":null}
{"d":null,"q":null,"m":null,"p":false}
{"d":"7","q":"","m":null,"p":false}
{"d":"7","q":null,"m":null,"p":false}
! flitch: 1 line: `extract(x, r"\d")` could not be computed (first standard input:1); 1 line: `query(x, "a7")` could not be computed (first standard input:1); 3 lines: `ip_mask(x, 8)` could not be computed (first standard input:1); 1 line: `is_private(x)` could not be computed (first standard input:1)

# Groups are looked up before anything is read.

$ flitch 'select extract(line, r"a(b)", 3) as z' access.log
! flitch: the regex has no group 3
!   select extract(line, r"a(b)", 3) as z
!                                 ^
!   help: its groups are 0, the whole match, to 1
? 2

$ flitch 'select extract(line, r"(?P<k>b)", "j") as z' access.log
! flitch: the regex has no group `j`
!   select extract(line, r"(?P<k>b)", "j") as z
!                                     ^^^
!   help: its named groups are k
? 2

$ flitch 'select extract(line, line) as z' access.log
! flitch: a regex must be written out
!   select extract(line, line) as z
!                        ^^^^
!   help: extract(line, r"user (\w+)")
? 2

$ flitch 'select regexp_extract(line, "x") as z' access.log
! flitch: unknown function `regexp_extract`
!   select regexp_extract(line, "x") as z
!          ^^^^^^^^^^^^^^^^^^^^^^^^^
!   help: extract(x, r"user (\w+)")
? 2

# Bytes that are no UTF-8 pass through.

$ printf 'a\377%%41=b\n' | flitch -o raw 'print url_decode(line).rfind("=")'
3
