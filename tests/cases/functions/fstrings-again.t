# F-strings whose values come again.

$ printf '%s\n' 0.0 -0.0 0.0 -0.0 1 1.0 1 | flitch 'print f"{float(line)} {line:.2f}"'
0.0 0.00
-0.0 -0.00
0.0 0.00
-0.0 -0.00
1.0 1.00
1.0 1.00
1.0 1.00

$ printf '%s\n' a 5 a a 5 | flitch 'print f"<{line:d}>"'
<>
<5>
<>
<>
<5>
! flitch: 3 lines: a value of `f"<{line:d}>"` did not fit its format (first standard input:1)

$ printf '%s\n' '01/Jan/2026:00:00:01 +0000' '01/Jan/2026:00:00:01 +0000' '' x '31/Dec/2025:23:59:59 -0100' x | flitch 'count by f"{line:%d %H:%M}" as minute'
{"minute":"01 00:00","count":2}
{"minute":"","count":3}
{"minute":"01 00:59","count":1}
! flitch: 3 lines: a value of `f"{line:%d %H:%M}"` did not fit its format (first standard input:3)
