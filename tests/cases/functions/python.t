# Methods of text as Python has them: None stays None uncounted, what has no text is counted.

$ printf '%s\n' '{"x":"o'"'"'neil ǆa","n":5}' '{"x":null,"n":5}' '{"x":[1],"n":5}' '{"x":true,"n":1.50}' | flitch 'select x.title() as t, x.swapcase() as s, n.rjust(6, "*") as r, x.partition(" ")[0] as p'
{"t":"O'Neil ǅa","s":"O'NEIL ǄA","r":"*****5","p":"o'neil"}
{"t":null,"s":null,"r":"*****5","p":null}
{"t":null,"s":null,"r":"*****5","p":null}
{"t":"True","s":"TRUE","r":"**1.50","p":"true"}
! flitch: 1 line: `x.title()` could not be computed (first standard input:3); 1 line: `x.swapcase()` could not be computed (first standard input:3); 1 line: `x.partition(" ")` could not be computed (first standard input:3)

# A fill is one character, and a width an integer.

$ flitch 'select method.center(9, "--") as a, method.ljust("wide") as b, method.rjust(100000) as c, method.zfill(-1) as d | head 1' access.log
{"a":null,"b":null,"c":null,"d":"GET"}
! flitch: 1 line: `method.center(9, "--")` could not be computed (first access.log:1); 1 line: `method.ljust("wide")` could not be computed (first access.log:1); 1 line: `method.rjust(100000)` could not be computed (first access.log:1)

# White space is the separator where None is written; a field that is None is missing.

$ printf '%s\n' '{"x":" a  b c "}' '{"x":"a b","y":null}' '{"x":"a-b-c","y":"-"}' '{"x":"a","y":""}' | flitch 'select x.split(None, 1) as words, x.rsplit(y, 1) as parts, x.count(y) as n'
{"words":["a","b c "],"parts":null,"n":null}
{"words":["a","b"],"parts":null,"n":null}
{"words":["a-b-c"],"parts":["a-b","c"],"n":2}
{"words":["a"],"parts":null,"n":2}
! flitch: 1 line: `x.rsplit(y, 1)` could not be computed (first standard input:4)

# Lines end as in Python, and bad bytes stay within a list.

$ printf '{"x":"a\\r\\nb\\u2028c\\n\377"}\n' | flitch 'select x.splitlines() as l, x.splitlines(True) as k, x.splitlines("yes") as none'
{"l":["a","b","c","�"],"k":["a\r\n","b ","c\n","�"],"none":null}
! flitch: 1 line: `x.splitlines("yes")` could not be computed (first standard input:1)

$ printf 'a\377\nb' | flitch -o raw 'print line.split("a")[-1].title()'
\\xff
B

# An aggregate of the name is another thing.

$ flitch 'where count(path) > 1' access.log
! flitch: `count` is an aggregate: it opens a stage of its own
!   where count(path) > 1
!         ^^^^^^^^^^^
!   help: ... | count(x) by key
!   help: x.count(sub)
? 2

$ flitch 'where path.count() > 1' access.log
! flitch: `count` takes 2 arguments, and got 1
!   where path.count() > 1
!         ^^^^^^^^^^^^
!   help: x.count(sub)
? 2

$ flitch 'count by path.count("/") as depth' access.log
{"depth":1,"count":5}
{"depth":2,"count":9}

# Letters are Python's: no marks, no letters in circles.

$ printf '%s\n' '"é"' '"Ⅷ"' '"ⓐ"' '"½"' '"á"' '"日"' | flitch -i lines 'select line[1:-1].isalpha() as letters, line[1:-1].isalnum() as both'
{"letters":true,"both":true}
{"letters":false,"both":true}
{"letters":false,"both":false}
{"letters":false,"both":true}
{"letters":false,"both":false}
{"letters":true,"both":true}
