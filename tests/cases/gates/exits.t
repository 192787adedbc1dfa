# What the exit code says, by what was read (down) and what was asked for (across): nothing, -e, -q,
# --strict, -e --strict, -q --strict, --max-errors 1, -q --max-errors 0. Of several codes the highest
# is given, but for -q, which ends with 0 at the first record.
$ printf 'a 1\na 2\n' > some.log; : > none.log; printf '{"n":1}\nnot json\n' > bad.json
$ gzip -c some.log > whole.gz; head -c 20 whole.gz > short.gz; seq 100000 | gzip -c | head -c 60000 > cut.gz
$ codes() {
>   for options in '' -e -q --strict '-e --strict' '-q --strict' '--max-errors 1' '-q --max-errors 0'; do
>     flitch $options "$@" > /dev/null 2>&1
>     printf ' %s' $?
>   done
>   echo
> }
> for file in some.log none.log missing.log short.gz cut.gz "missing.log some.log" "cut.gz some.log" "none.log some.log"; do
>   printf '%-22s' "$file"; codes '"1"' $file
>   printf '%-22s' "  nothing selected"; codes '"FATAL"' $file
> done
> printf '%-22s' bad.json; codes -i json 'where n > 0' bad.json
> printf '%-22s' "  nothing selected"; codes -i json 'where n > 5' bad.json
> printf '%-22s' "  and a missing file"; codes -i json 'where n > 5' bad.json missing.json
some.log               0 0 0 0 0 0 0 0
  nothing selected     0 1 1 0 1 1 0 1
none.log               0 1 1 0 1 1 0 1
  nothing selected     0 1 1 0 1 1 0 1
missing.log            3 3 3 3 3 3 3 3
  nothing selected     3 3 3 3 3 3 3 3
short.gz               3 3 3 3 3 3 3 3
  nothing selected     3 3 3 3 3 3 3 3
cut.gz                 3 3 0 3 3 0 3 0
  nothing selected     3 3 3 3 3 3 3 3
missing.log some.log   3 3 0 3 3 0 3 0
  nothing selected     3 3 3 3 3 3 3 3
cut.gz some.log        3 3 0 3 3 0 3 0
  nothing selected     3 3 3 3 3 3 3 3
none.log some.log      0 0 0 0 0 0 0 0
  nothing selected     0 1 1 0 1 1 0 1
bad.json               0 0 0 4 4 0 0 0
  nothing selected     0 1 1 4 4 4 0 4
  and a missing file   3 3 3 4 4 4 3 4

# A filter that stops at its first record has read nothing that is bad before it.
$ printf 'x\n{"n":1}\n' | flitch -q -i json --strict 'where n > 0'
! flitch: 1 line: not json (first standard input:1)
! flitch: standard input:1:1: json expects an object, `{` where there is `x`
? 4
$ printf '{"n":1}\nx\n' | flitch -q -i json --strict 'where n > 0'

# An aggregate selects its records: an empty input gives a count.
$ flitch -e 'count' none.log
{"count":0}
$ flitch -e 'count by line' none.log
? 1
$ flitch -q 'count by line' none.log
? 1

# An assert that fails is exit code 1, whatever -e and -q say; an input that is missing is 3.
$ for options in '' -e -q --strict '--max-errors 9'; do
>   flitch $options 'assert line != "a 2"' some.log > /dev/null 2>&1; printf '%s ' $?
>   flitch $options 'assert line != "a 2"' missing.log some.log > /dev/null 2>&1; printf '%s ' $?
>   flitch $options 'assert line == "a 1" | where line == "a 2"' some.log > /dev/null 2>&1; printf '%s\n' $?
> done
1 3 1
1 3 1
0 0 1
1 3 1
1 3 1

# More than one kind of trouble: the highest code.
$ flitch -i json --strict 'count, max(n) | assert max_n > 5' bad.json missing.json
! flitch: missing.json: no such file or directory
! flitch: assert failed: `max_n > 5` is not true
!   count=2 max_n=1
! flitch: 1 line: not json (first bad.json:2)
! flitch: bad.json:2:1: json expects an object, `{` where there is `not json`
? 4
$ flitch --strict -e --max-errors 3 '"a"' some.log
! flitch: the argument '--strict' cannot be used with '--max-errors <N|P%>'
? 2
$ flitch --max-errors 50% -i json 'where n > 0' bad.json; echo $?
{"n":1}
0
! flitch: 1 line: not json (first bad.json:2)
! flitch: bad.json:2:1: json expects an object, `{` where there is `not json`
$ flitch --max-errors 49% -i json 'where n > 0' bad.json; echo $?
{"n":1}
4
! flitch: 1 line: not json (first bad.json:2)
! flitch: bad.json:2:1: json expects an object, `{` where there is `not json`
! flitch: 1 of 2 lines (50.00 %) had bad data, and --max-errors allows 49 %
