# Codings of bytes: what is none is None and counted, bytes that are no UTF-8 pass through.

$ printf '%s\n' '{"x":"Zm9v"}' '{"x":"Zm9vYg"}' '{"x":"-_8="}' '{"x":"Zm 9"}' '{"x":null}' '{"x":12}' '{"x":{}}' | flitch 'select base64_decode(x) as b, hex_decode(x) as h, hex_encode(x) as d, base64_encode(x) as e'
{"b":"foo","h":null,"d":"5a6d3976","e":"Wm05dg=="}
{"b":"foob","h":null,"d":"5a6d39765967","e":"Wm05dlln"}
{"b":"��","h":null,"d":"2d5f383d","e":"LV84PQ=="}
{"b":null,"h":null,"d":"5a6d2039","e":"Wm0gOQ=="}
{"b":null,"h":null,"d":null,"e":null}
{"b":"�","h":"\u0012","d":"3132","e":"MTI="}
{"b":null,"h":null,"d":null,"e":null}
! flitch: 2 lines: `base64_decode(x)` could not be computed (first standard input:4); 5 lines: `hex_decode(x)` could not be computed (first standard input:1); 1 line: `hex_encode(x)` could not be computed (first standard input:7); 1 line: `base64_encode(x)` could not be computed (first standard input:7)

$ printf 'a b/\377\n' | flitch 'print url_encode(line)'
a%20b%2F%FF

$ printf 'a%%20b%%2F%%FF\n' | flitch 'print url_encode(url_decode(line))'
a%20b%2F%FF

$ printf '\377\376\n' | flitch 'print hex_decode(hex_encode(line)) == line and base64_decode(base64_encode(line)) == line'
true

# A hash is fixed: the number and its spelling have the same.

$ printf '%s\n' '{"x":"alice"}' '{"x":500}' '{"x":"500"}' '{"x":null}' '{"x":[]}' | flitch 'select hash(x) as h, crc32(x) as c'
{"h":8182771648071782844,"c":663665735}
{"h":6050351547150412278,"c":612300854}
{"h":6050351547150412278,"c":612300854}
{"h":null,"c":null}
{"h":null,"c":null}
! flitch: 1 line: `hash(x)` could not be computed (first standard input:5); 1 line: `crc32(x)` could not be computed (first standard input:5)

# All matches; a group that took no part is null.

$ printf '%s\n' '{"x":"a=1, b=22"}' '{"x":"none"}' '{"x":7}' '{"x":null}' '{"x":{}}' | flitch 'select extract_all(x, r"\d+") as n, extract_all(x, r"(\w)=(\d)", 2) as g, extract_all(x, r"=(\d{2})?") as two'
{"n":["1","22"],"g":["1","2"],"two":[null,"22"]}
{"n":[],"g":[],"two":[]}
{"n":["7"],"g":[],"two":[]}
{"n":null,"g":null,"two":null}
{"n":null,"g":null,"two":null}
! flitch: 1 line: `extract_all(x, r"\d+")` could not be computed (first standard input:5); 1 line: `extract_all(x, r"(\w)=(\d)", 2)` could not be computed (first standard input:5); 1 line: `extract_all(x, r"=(\d{2})?")` could not be computed (first standard input:5)

# A string is a regex, as it is after `=~`.

$ flitch 'select extract(ip, "[0-9]+$") as last, extract_all(ip, "1+") as ones | head 1' access.log
{"last":"7","ones":["11"]}

$ flitch 'select extract_all(ip, status) as x' access.log
! flitch: a regex must be written out
!   select extract_all(ip, status) as x
!                          ^^^^^^
!   help: extract_all(line, r"user (\w+)")
? 2

$ flitch 'select extract_all(ip, r"1", 1) as x' access.log
! flitch: the regex has no group 1
!   select extract_all(ip, r"1", 1) as x
!                                ^
!   help: its only group is 0, the whole match
? 2

$ flitch 'select extract_all(ip, r"(1") as x' access.log
! flitch: this regex does not compile: unclosed group
!   select extract_all(ip, r"(1") as x
!                          ^^^^^
? 2

# What other tools call them.

$ flitch 'select md5(ip) as x' access.log
! flitch: unknown function `md5`
!   select md5(ip) as x
!          ^^^^^^^
!   help: sha256(x)
? 2

$ flitch 'select findall(ip, "1") as x' access.log
! flitch: unknown function `findall`
!   select findall(ip, "1") as x
!          ^^^^^^^^^^^^^^^^
!   help: extract_all(x, r"\d+")
? 2

$ flitch 'select hex(bytes) as x' access.log
! flitch: unknown function `hex`
!   select hex(bytes) as x
!          ^^^^^^^^^^
!   help: hex_encode(x) of text, f"{x:x}" of a number
? 2

$ flitch 'select lpad(bytes, 8) as x' access.log
! flitch: unknown function `lpad`
!   select lpad(bytes, 8) as x
!          ^^^^^^^^^^^^^^
!   help: x.rjust(8, "0"), x.ljust(8)
? 2
