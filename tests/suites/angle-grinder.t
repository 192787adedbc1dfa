# The cases of angle-grinder (suites.rs says what the lines mean).
#
# Its aggregates come sorted by the first one, so a `sort` is added where that shows; it
# drops records whose expression cannot be computed, which a `where ... is not None` says.
# The text that a case reads is the file `input`.

agg_of_agg
  * | json | count by level | count
  $ flitch 'count by level | count as _count' input

aliases__apache
  * | apache
  $ flitch 'select bytes as contentlength, ip, method, user as name, protocol, status, time as timestamp, target as url' input

aliases__multi-operator
  * | testmultioperator
  $ echo 'count as _count' >saved; flitch -f saved input

arrays_1
  * | json | sum(thing_a[0])
  $ flitch 'sum(thing_a[0]) as _sum' input

count_distinct
  * | json | count, count_distinct(message) by level
  $ flitch 'count as _count, count_distinct(message) as _countDistinct by level' input

count_distinct_error_2
  * | json | countdistinct(a)
  $ flitch 'countdistinct(a)' input

field_expr-1
  * | json | num_things * 2 + 6 / 3 as num_things_x2
  $ flitch 'set num_things_x2 = num_things * 2 + 6 / 3 | where num_things_x2 is not None' input

fields_except
  * "error" | parse "* *" as lev, js | json from js | fields except js, lev
  $ flitch -i lines 'i"error" | parse pattern "<lev> <js>" | parse json from js | drop js, lev, line' input

func_arg_error_1
  * | json | abs(1, 2) as a
  $ flitch 'set a = abs(1, 2)' input

if-1
  * | json | if(kind == 1, v1, v2) as vany
  $ flitch 'set vany = v1 if kind == 1 else v2' input

json_from
  * | parse "* *" as lev, js | json from js | count by level
  $ flitch -i lines 'parse pattern "<lev> <js>" | parse json from js | count as _count by level' input

json_output_sorted
  * | parse "thing_a:* thing_b:*" as thing_a, thing_b | sort by thing_b
  $ flitch -i lines 'parse pattern "thing_a:<thing_a> thing_b:<thing_b>" | sort thing_b | drop line' input

limit_agg
  * | json | count by level | limit 1
  $ flitch 'count as _count by level | sort -_count | head 1' input

limit_error
  * | limt 5
  $ flitch 'limt 5' input

limit_tail
  * | limit -2
  $ flitch 'tail 2' input

logfmt_output
  * | parse "thing_a:* thing_b:*" as thing_a, thing_b
  $ flitch -i lines 'parse pattern "thing_a:<thing_a> thing_b:<thing_b>" | drop line' input

logical-expr-1
  * | json | if(!isNull(a), a, b) as value
  $ flitch 'set value = a if a is not None else b' input

longlines
  * | json | count by event
  $ flitch 'count as _count by event | sort -_count' input

min_max
  * | json | min(num_things), max(num_things)
  $ flitch 'min(num_things) as _min, max(num_things) as _max' input

min_max_rounded
  * | json | min(floor(num_things)), max(ceil(num_things))
  $ flitch 'min(floor(num_things)) as _min, max(ceil(num_things)) as _max' input

nested_values_1
  * | json | where thing_a.x == thing_b.y[-1]
  $ flitch -o json 'where thing_a.x is not None and thing_a.x == thing_b.y[-1]' input

nested_values_3
  * | json | sum(thing_a.x) by thing_b.y
  $ flitch 'sum(thing_a.x) as _sum by thing_b.y | set _sum = _sum ?? 0 | sort -_sum, str(thing_b.y) ?? "None"' input

not_an_agg_2
  * | json | count, averag(c) by foo
  $ flitch 'count, averag(c) by foo' input

parseDate_2
  * | json | parseDate(ts, 123) as pts
  $ flitch 'set pts = time(ts, 123)' input

parse_error_double_from
  * | json | parse "a * b" from col as x from col
  $ flitch 'parse pattern "a <x> b" from col from col' input

parse_error_missing_operand
  * | where response_ms *
  $ flitch 'where response_ms *' input

parse_error_unterminated_sq
  * | parse 'abc
  $ flitch "parse pattern 'abc" input

parse_nodrop
  * | parse "name=* says=*" as name, words nodrop
  $ flitch -i lines 'parse pattern "name=<name> says=<words>" | select name, words' input

parse_plain_no_convert
  db-1 response | parse "in *ms" as duration noconvert
  $ flitch -i lines '"db-1" | "response" | parse pattern "<_>in <duration>ms" | drop line' input

percentile_1
  * | json | p10(num_things), p90(num_things)
  $ flitch 'p10(num_things) as p10, p90(num_things) as p90' input

sort_order
  * | json | count by message, num_things | sort by num_things
  $ flitch 'count as _count by message, num_things | sort num_things is not None, num_things' input

split_10
  * | json | split(level) on "-" as nested.nested.boo
  lacks: a field that is set inside an object: `set nested.nested.boo` names a field of its own

split_3
  * | parse "* *" as level, rest | split(rest) on '...' as new_rest
  $ flitch -i lines 'parse pattern "<level> <rest>" | set new_rest = rest.split("...") | drop line' input

split_5
  * | parse "* *" as level, rest | split(rest) on '.' | sum(rest[1])
  $ flitch -i lines 'parse pattern "<level> <rest>" | replace r"\.+" with "." from rest | sum(rest.split(".")[1]) as _sum' input

split_7
  * | logfmt | split on " "
  $ flitch 'set _split = line.split(" ")' input

split_9
  * | json | split(raw.nested) on "-" as oh_boy[0].abc
  lacks: a field that is set inside a list: `set oh_boy[0].abc` is no name

string_funcs_2
  * | json | substring(f0, 1) as f1 | substring(f0, 0, 1) as f2
  $ flitch 'set f1 = f0[1:], f2 = f0[0:1]' input

timeslice_1
  * | json | timeslice(parseDate(ts)) 5m | count by _timeslice
  $ flitch 'count as _count by bin(time(ts), 5m) as t | select f"{t:%Y-%m-%d %H:%M:%S} UTC" as _timeslice, _count' input

total
  * | json | total(num_things) as _lotal
  $ flitch 'running sum(num_things) as _lotal' input

where-1
  * | json | where thing_a == thing_b
  $ flitch -o json 'where thing_a == thing_b' input

where-11
  * | json | parseDate(ts) as ts | where parseDate("2014-01-05T00:00:00Z") - ts < 2d
  $ flitch 'set ts = time(ts) | where t"2014-01-05" - ts < 2d | select f"{ts:%Y-%m-%d %H:%M:%S} UTC" as ts' input

where-2
  * | json | where thing_a == 5
  $ flitch -o json 'where thing_a == 5' input

where-4
  * | json | where !bval
  $ flitch -o json 'where bval == False' input

where-6
  * | json | where
  $ flitch 'where' input

where-8
  * | json | where bval
  $ flitch -o json 'where bval' input
