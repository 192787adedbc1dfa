# What random expressions found beside CPython.

# A part of a list is a list, and an object has none; it was cut out of its text.
$ echo '{"x":[1,"b",[2, 3],null],"y":{"a":1}}' | flitch 'select x[1:] as a, x[::-2] as b, x[9:] as c, x[-1:-4:-1] as d, y[0:2] as e'
{"a":["b",[2, 3],null],"b":[null,"b"],"c":[],"d":[null,[2, 3],"b"],"e":null}
$ echo '{"x":"a,b,c"}' | flitch 'select x.split(",")[1:] as rest, x.split(",")[::-1] as back'
{"rest":["b","c"],"back":["c","b","a"]}

# A step that is computed to 0 is an error in Python, and none here.
$ echo '{"x":"abc","n":0}' | flitch 'select x[::n] as none'
{"none":null}
! flitch: 1 line: the step of `x[::n]` was 0 (first standard input:1)

# `+x` takes a number, as `-x` does.
$ echo '{"x":"007","y":"a","z":[1],"n":null}' | flitch 'select +x as x, +y as y, +z as z, +n as n, +5m as m'
{"x":7,"y":null,"z":null,"n":null,"m":"5m"}
! flitch: 1 line: `y` was not a number (first standard input:1); 1 line: `z` was not a number (first standard input:1)

# True division of large integers is rounded once.
$ echo '{"x":9223372036854775295,"y":9007199254740993}' | flitch 'select -2 / x as a, y / 3 as b, x / y as c, 0 / -x as d, x / -1 as e'
{"a":-2.168404344971009e-19,"b":3002399751580331.0,"c":1023.9999999999998,"d":-0.0,"e":-9.223372036854775e+18}

# Past 64 bits the exact result is rounded, and not its sides.
$ echo '{"x":9223372036854775807,"y":9007199254740993}' | flitch 'select x + y as a, -x - y - y as b, x * 3 as c, y * y as d'
{"a":9.232379236109517e+18,"b":-9.241386435364258e+18,"c":2.7670116110564327e+19,"d":8.11296384146067e+31}

# 0, 1 and -1 bear any exponent.
$ flitch 'head 1 | select 0 ** 4294967296 as a, (-1) ** 4294967297 as b, (-1) ** 9223372036854775806 as c, 2 ** 4294967296 as d, 0 ** 0 as e' app.log
{"a":0,"b":-1,"c":1,"d":null,"e":1}
! flitch: 1 line: `2` or `4294967296` was not a number (first app.log:1)

# `//` of floats rounds in the order that Python does.
$ echo '{"x":-9223372036854775809}' | flitch 'select x // 3000 as a, -7.5 // 2 as b, 0.0 // -3 as c, 1e300 // 1e-10 as d'
{"a":-3074457345618259.0,"b":-4.0,"c":-0.0,"d":null}
! flitch: 1 line: `1e300` or `1e-10` was not a number (first standard input:1)

# Of two shortest spellings of a float that are equally near, the one that ends evenly.
$ flitch 'head 1 | select 0.125 * 1000000000000001 as a, 2.0 ** 50 + 0.75 as b' app.log
{"a":125000000000000.12,"b":1125899906842624.8}

# A text is searched for among the elements of a list that was computed, and not in its spelling.
$ echo '{"x":"abc,d"}' | flitch 'select "a" in x.split(",") as no, "abc" in x.split(",") as yes, "," not in x.split(",") as gone'
{"no":false,"yes":true,"gone":true}

# Text that spells an index is one, but a key where there are keys.
$ echo '{"x":["a","b"],"y":{"1":"c"},"i":"1"}' | flitch 'select x[i] as x, y[i] as y, y[1] as none'
{"x":"b","y":"c","none":null}

# Bytes that are no UTF-8 survive in a list.
$ printf 'a\377 b\n' | flitch 'print line.split()[0]' | od -An -tx1 | tr -d ' '
61ff0a
$ printf 'a\377 b\n' | flitch 'print f"{line.split()}"' | od -An -tx1 | tr -d ' '
5b2261ff222c2262225d0a

# The float that `-0` spells has its sign.
$ echo '{"x":"-0","y":" -0 ","z":-0}' | flitch 'select float(x) as x, float(y) as y, float(z) as z, int(x) as i'
{"x":-0.0,"y":-0.0,"z":0.0,"i":0}

# What is no number does not fit a format that speaks of numbers, and a bool is 1 there.
$ echo '{"x":[1],"y":true,"z":"a"}' | flitch 'print f"<{x:,}> <{y:+}> <{y:6}> <{z:+}>"'
<> <+1> <true  > <>
! flitch: 1 line: a value of `f"<{x:,}> <{y:+}> <{y:6}> <{z:+}>"` did not fit its format (first standard input:1)

# The help keeps brackets where they are needed.
$ flitch 'where ms + 1 > 1s' app.jsonl
! flitch: `ms + 1` is a number and `1s` a duration
!   where ms + 1 > 1s
!         ^^^^^^^^^^^
!   help: say its unit: (ms + 1) * 1ms
? 2
