# Few values are exact, many within what the help says.

$ seq 1 1024 | flitch 'approx_count_distinct(line) as n, approx_p50(line) as p50'
{"n":1024,"p50":516}

$ seq 1 100000 | flitch 'approx_count_distinct(line) as n, approx_p50(line) as p50, approx_p99_9(line) as p99_9, approx_median(line) as median'
{"n":98780,"p50":49919,"p99_9":99837,"median":49919}

$ seq 1 1000 | flitch 'set d = int(line) * -1ms | approx_p5(d), p5(d)'
{"approx_p5_d":"-952.088531ms","p5_d":"-951ms"}

$ printf 'x\n3\n\n5\n' | flitch 'approx_p50(line) as p, approx_count_distinct(line) as n'
{"p":3,"n":4}
! flitch: 2 lines: `line` was nothing that `approx_p50` takes (first standard input:1)

$ printf '' | flitch 'approx_p50(line) as p, approx_count_distinct(line) as n'
{"p":null,"n":0}

$ flitch 'approx_p(bytes)' access.log
! flitch: unknown stage `approx_p`
!   approx_p(bytes)
!   ^^^^^^^^ did you mean `approx_p95`?
!   help: approx_p95(bytes)
? 2

$ flitch 'approx_p95(bytes, 0.5)' access.log
! flitch: `approx_p95` takes one argument
!   approx_p95(bytes, 0.5)
!   ^^^^^^^^^^^^^^^^^^^^^^
!   help: approx_pNN(x)
? 2

$ flitch 'count, dcount(ip), approx_distinct(ip)' access.log
! flitch: unknown aggregate `dcount`
!   count, dcount(ip), approx_distinct(ip)
!          ^^^^^^^^^^ the aggregate is `count_distinct(x)`
? 2
