# Everything but times and memory, which differ.
$ flitch --metrics nightly.prom 'where level >= error | count | assert count >= 1' app.jsonl app.logfmt app.jsonl missing.log
{"count":6}
! flitch: missing.log: no such file or directory
? 3
$ grep -Ev '^#|_seconds|memory' nightly.prom
flitch_exit_code{run="nightly"} 3
flitch_lines{run="nightly"} 30
flitch_bytes{run="nightly"} 4172
flitch_bad_lines{run="nightly"} 0
flitch_output_records{run="nightly"} 1
flitch_output_bytes{run="nightly"} 12
flitch_input_lines{run="nightly",input="app.jsonl"} 20
flitch_input_lines{run="nightly",input="app.logfmt"} 10
flitch_input_lines{run="nightly",input="missing.log"} 0
flitch_input_bytes{run="nightly",input="app.jsonl"} 3268
flitch_input_bytes{run="nightly",input="app.logfmt"} 904
flitch_input_bytes{run="nightly",input="missing.log"} 0
flitch_input_bad_lines{run="nightly",input="app.jsonl"} 0
flitch_input_bad_lines{run="nightly",input="app.logfmt"} 0
flitch_input_bad_lines{run="nightly",input="missing.log"} 0
flitch_input_faults{run="nightly",input="app.jsonl"} 0
flitch_input_faults{run="nightly",input="app.logfmt"} 0
flitch_input_faults{run="nightly",input="missing.log"} 1
flitch_assert_failed{run="nightly",assert="count >= 1"} 0
$ grep -E '^# (HELP|TYPE) flitch_input_lines' nightly.prom
\# HELP flitch_input_lines Lines that were read of an input.
\# TYPE flitch_input_lines gauge

# A last success is kept through failures.
$ flitch --metrics nightly.prom 'count' app.jsonl; grep -c '^flitch_last_success' nightly.prom; grep '^flitch_last_success' nightly.prom > before
{"count":10}
1
$ flitch --metrics nightly.prom 'count | assert count > 100' app.jsonl; grep '^flitch_last_success' nightly.prom | diff - before && grep ^flitch_exit_code nightly.prom
flitch_exit_code{run="nightly"} 1
! flitch: assert failed: `count > 100` is not true
!   count=10
$ flitch --metrics nightly.prom 'whre' app.jsonl 2> /dev/null; grep '^flitch_last_success' nightly.prom | diff - before && grep ^flitch_exit_code nightly.prom
flitch_exit_code{run="nightly"} 2
$ ls | grep nightly
nightly.prom

# Names are data.
$ cp app.jsonl 'a"b\c.jsonl'; flitch --metrics 'n"x.prom' 'where msg == "a\"b" | count' 'a"b\c.jsonl'; grep ^flitch_input_lines 'n"x.prom'
{"count":0}
flitch_input_lines{run="n\"x",input="a\"b\\c.jsonl"} 10

# With many inputs there are only totals.
$ for i in $(seq 60); do cp app.jsonl copy$i.jsonl; done; flitch --metrics many.prom 'count' copy*.jsonl; grep -E '^flitch_(input|lines)' many.prom
{"count":600}
flitch_lines{run="many"} 600
$ flitch --metrics nightly.txt 'count' app.jsonl
! flitch: `--metrics`: is a FILE that ends in `.prom`, since node_exporter reads no others
? 2
$ flitch --metrics .prom 'count' app.jsonl
! flitch: `--metrics`: is a FILE that ends in `.prom`, since node_exporter reads no others
? 2
