# Several quantiles of the same values, and what is told of values that are none of theirs.

$ printf '5\n1\nx\n3\n\n9\n' | flitch 'p50(line), p90(line), median(line), percentile(line, 0) as least'
{"p50_line":3,"p90_line":9,"median_line":3,"least":1}
! flitch: 2 lines: `line` was nothing that `p50` takes (first standard input:3); 2 lines: `line` was nothing that `p90` takes (first standard input:3); 2 lines: `line` was nothing that `median` takes (first standard input:3); 2 lines: `line` was nothing that `percentile` takes (first standard input:3)

$ printf 'a 5\na 1\nb 2\nb y\nb 7\n' | flitch 'parse pattern "<k> <v>" | p50(v), p50(v) where v > 1 as some, p100(v), count by k'
{"k":"a","p50_v":1,"some":5,"p100_v":5,"count":2}
{"k":"b","p50_v":2,"some":2,"p100_v":7,"count":3}
! flitch: 1 line: `v` was nothing that `p50` takes (first standard input:4); 1 line: `v` was not a number (first standard input:4); 1 line: `v` was nothing that `p100` takes (first standard input:4)

$ printf 'a 5\na 1\nb 2\nb y\nb 7\n' | flitch 'parse pattern "<k> <v>" | annotate p0(v) as least, p100(v) as most by k | select k, v, least, most'
{"k":"a","v":5,"least":1,"most":5}
{"k":"a","v":1,"least":1,"most":5}
{"k":"b","v":2,"least":2,"most":7}
{"k":"b","v":"y","least":2,"most":7}
{"k":"b","v":7,"least":2,"most":7}
! flitch: 1 line: `v` was nothing that `p0` takes (first standard input:4); 1 line: `v` was nothing that `p100` takes (first standard input:4)

$ printf 'a 5\na 1.5\nb 2\nb y\nb 7\n' | flitch 'parse pattern "<k> <v>" | avg(v), sum(v), sum(v) where v > 2 as some, avg(v ?? 0) by k'
{"k":"a","avg_v":3.25,"sum_v":6.5,"some":5,"avg":3.25}
{"k":"b","avg_v":4.5,"sum_v":9,"some":7,"avg":4.5}
! flitch: 1 line: `v` was nothing that `avg` takes (first standard input:4); 1 line: `v` was nothing that `sum` takes (first standard input:4); 1 line: `v` was not a number (first standard input:4); 1 line: `v ?? 0` was nothing that `avg` takes (first standard input:4)

$ printf '9223372036854775807\n1\n-3\n' | flitch 'sum(line), avg(line)'
{"sum_line":9223372036854775805,"avg_line":3.0744573456182584e+18}
