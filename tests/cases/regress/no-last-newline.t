# An input without a last newline gives an output without one, whatever else is kept of its row.

$ printf 'time=x' | flitch -i logfmt 'tail 3 | assert n is None' | od -c | head -1
0000000   t   i   m   e   =   x
$ printf 'time=2026-01-01T01:37:03.750Z' | flitch --room=1 'tail 3 | assert not ((n / 1000.0) =~ r"[^a-z]")' | od -c | tail -2
0000020   0   1   :   3   7   :   0   3   .   7   5   0   Z
0000035
$ printf 'b=2\na="x\\ty"' | flitch -i logfmt 'sort -b | where a != "q" or b == 2' | od -c | tail -2
0000000   b   =   2  \n   a   =   "   x   \   t   y   "
0000014
$ printf 'b=2\na="x\\ty"' | flitch -i logfmt 'sort b | where a != "q" or b == 2' | od -c | tail -2
0000000   b   =   2  \n   a   =   "   x   \   t   y   "
0000014
$ printf 'a=1' > bare.log; printf 'a=2\n' | flitch -i logfmt 'sort a | assert a > 0' bare.log - | od -c
0000000   a   =   1  \n   a   =   2  \n
0000010
