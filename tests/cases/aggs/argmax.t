# Rows where the second one is None do not count; a None beside the greatest is the answer.

$ printf '{"p":"/a","ms":3}\n{"p":null,"ms":9}\n{"p":"/b"}\n{"p":"/c","ms":9}\n' | flitch 'argmax(p, ms), argmax(p, ms) where p is not None as named, argmin(p, ms)'
{"argmax_p":null,"named":"/c","argmin_p":"/a"}

# Of equal ones the earliest; numbers stand before text, as in a sort.

$ printf 'k,v\na,2\nb,2.0\nc,1\nd,x\n' | flitch -i csv 'argmax(k, v) as most, argmin(k, v) as least, argmax(k, float(v)) as number'
{"most":"d","least":"c","number":"a"}
! flitch: 1 line: `float(v)` could not be computed (first standard input:5)

$ flitch 'argmax(path, bytes) where status == 999 as none, count where status == 999 as n' access.log
{"none":null,"n":0}

$ flitch 'argmax(path)' access.log
! flitch: `argmax` takes two arguments
!   argmax(path)
!   ^^^^^^^^^^^^
!   help: argmax(x, by)
? 2

$ flitch 'argmin(path, bytes, 3)' access.log
! flitch: `argmin` takes two arguments
!   argmin(path, bytes, 3)
!   ^^^^^^^^^^^^^^^^^^^^^^
!   help: argmin(x, by)
? 2

$ flitch 'count, arg_max(path, bytes) by ip' access.log
! flitch: unknown aggregate `arg_max`
!   count, arg_max(path, bytes) by ip
!          ^^^^^^^^^^^^^^^^^^^^ the aggregate is `argmax(x, by)`
? 2
