//! What other tools' verbs and idioms are answered with: each error, whole.

use crate::lang::words_tests::check_errors;

#[test]
fn foreign_words_are_rewritten_too() {
    check_errors(FIXTURES);
}

const FIXTURES: &str = r###"
$ 10
flitch: a stage opens with a word
  10
  ^^
  help: head 10
  help: "10"

$ *
flitch: `*` is no stage
  *
  ^ leave it out: all records pass

$ a || b
flitch: `a` is no stage
  a || b
  ^ a condition stands after `where`
  help: where a or b

$ x | | y
flitch: unknown stage `x`
  x | | y
  ^
  help: `flitch help` lists the stages
  help: "x"
  help: select x
flitch: no stage stands before this `|`
  x | | y
      ^ one `|` is enough
flitch: unknown stage `y`
  x | | y
        ^
  help: `flitch help` lists the stages
  help: "y"
  help: select y

$ NOT "x"
flitch: `NOT` is no stage
  NOT "x"
  ^^^ a condition stands after `where`
  help: not "x"

$ wehre x == 1
flitch: unknown stage `wehre`
  wehre x == 1
  ^^^^^ did you mean `where`?
  help: where x == 1

$ Where x == 1
flitch: unknown stage `Where`
  Where x == 1
  ^^^^^ did you mean `where`?
  help: where x == 1

$ project-away a, b
flitch: unknown stage `project-away`
  project-away a, b
  ^^^^^^^^^^^^ flitch's word is `drop`
  help: drop a, b

$ sec2gmt time
flitch: unknown stage `sec2gmt`
  sec2gmt time
  ^^^^^^^ flitch's word is `print`
  help: print f"{time}"

$ NR > 1
flitch: unknown stage `NR`
  NR > 1
  ^^ flitch's word is `skip`
  help: skip 1

$ tally x
flitch: unknown stage `tally`
  tally x
  ^^^^^ flitch's word is `count`
  help: count by x

$ wc -l
flitch: unknown stage `wc`
  wc -l
  ^^ flitch's word is `count`
  help: count

$ unset a
flitch: unknown stage `unset`
  unset a
  ^^^^^ flitch's word is `drop`
  help: drop a

$ project-rename new = old
flitch: unknown stage `project-rename`
  project-rename new = old
  ^^^^^^^^^^^^^^ flitch's word is `rename`
  help: rename old as new

$ sed s/a/b/
flitch: unknown stage `sed`
  sed s/a/b/
  ^^^ flitch's word is `replace`
  help: replace r"[0-9]+" with "N"

$ join x
flitch: unknown stage `join`
  join x
  ^^^^ flitch's word is `lookup`
  help: lookup "users.csv" on id

$ eventstats avg(x) as y by z
flitch: unknown stage `eventstats`
  eventstats avg(x) as y by z
  ^^^^^^^^^^ flitch's word is `annotate`
  help: annotate avg(ms) as usual by path

$ print0
flitch: unknown stage `print0`
  print0
  ^^^^^^ flitch's word is `print`
  help: print f"{time} {path}"

$ nth 5
flitch: unknown stage `nth`
  nth 5
  ^^^ flitch's word is `skip`
  help: skip 4 | head 1

$ nest tags
flitch: unknown stage `nest`
  nest tags
  ^^^^ flitch's word is `explode`
  help: explode tags

$ flatten tags
flitch: unknown stage `flatten`
  flatten tags
  ^^^^^^^ flitch's word is `explode`
  help: explode tags

$ take
flitch: unknown stage `take`
  take
  ^^^^ flitch's word is `head`
  help: head 10

$ eval
flitch: unknown stage `eval`
  eval
  ^^^^ flitch's word is `set`
  help: set seconds = ms / 1000

$ cut -f a,b
flitch: unknown stage `cut`
  cut -f a,b
  ^^^ flitch's word is `select`
  help: select a, b

$ cut -d: -f1
flitch: unknown stage `cut`
  cut -d: -f1
  ^^^ flitch's word is `select`
  help: select time, path

$ chart count by x
flitch: unknown stage `chart`
  chart count by x
  ^^^^^ flitch's word is `count`
  help: count by x

$ mean(ms) by path
flitch: unknown stage `mean`
  mean(ms) by path
  ^^^^ the aggregate is `avg`
  help: avg(ms) by path

$ array_agg(user) by path
flitch: unknown stage `array_agg`
  array_agg(user) by path
  ^^^^^^^^^ the aggregate is `list`
  help: list(user) by path

$ max_by(path, ms)
flitch: unknown stage `max_by`
  max_by(path, ms)
  ^^^^^^ the aggregate is `argmax`
  help: argmax(path, ms)

$ arg_max(ms, path)
flitch: unknown stage `arg_max`
  arg_max(ms, path)
  ^^^^^^^ the aggregate is `argmax(x, by)`

$ summarize latest(msg), collect_set(user) by host
flitch: unknown stage `summarize`
  summarize latest(msg), collect_set(user) by host
  ^^^^^^^^^ flitch's word is `last`
  help: last(msg), values(user) by host

$ search "a b"
flitch: unknown stage `search`
  search "a b"
  ^^^^^^ a text is a stage by itself
  help: "a b"

$ group by path
flitch: unknown stage `group by`
  group by path
  ^^^^^^^^ flitch's word is `count`
  help: count by path

$ having count > 5
flitch: unknown stage `having`
  having count > 5
  ^^^^^^ flitch's word is `where`
  help: where count > 5

$ last 5
flitch: `last` is an aggregate
  last 5
  ^^^^ the stage is `tail`
  help: tail 5

$ unique
flitch: unknown stage `unique`
  unique
  ^^^^^^ flitch's word is `dedup`
  help: dedup line

$ parse_json
flitch: unknown stage `parse_json`
  parse_json
  ^^^^^^^^^^ flitch's word is `parse`
  help: parse json

$ tac
flitch: unknown stage `tac`
  tac
  ^^^
  help: `flitch help` lists the stages
  help: "tac"
  help: select tac

$ cat
flitch: unknown stage `cat`
  cat
  ^^^
  help: `flitch help` lists the stages
  help: "cat"
  help: select cat

$ sort -n x
flitch: `sort` has no options
  sort -n x
       ^^ a `-` before a key sorts downwards
  help: sort x

$ sort x DESC NULLS LAST
flitch: `DESC` is no word of `sort`
  sort x DESC NULLS LAST
         ^^^^ a `-` before a key sorts downwards
  help: sort -x

$ [.a, .b]
flitch: a stage opens with a word
  [.a, .b]
  ^ a field is named without a dot before it
  help: select a, b

$ del(.a)
flitch: unknown stage `del`
  del(.a)
  ^^^ flitch's word is `drop`
  help: drop a

$ length
flitch: unknown stage `length`
  length
  ^^^^^^
  help: `flitch help` lists the stages
  help: "length"
  help: select length

$ to_entries
flitch: unknown stage `to_entries`
  to_entries
  ^^^^^^^^^^
  help: `flitch help` lists the stages
  help: "to_entries"
  help: select to_entries

$ -v "x"
flitch: a stage opens with a word
  -v "x"
  ^ options stand before the pipeline
  help: not "x"

$ $NF
flitch: fields have names, not numbers
  $NF
  ^ `line` is the whole line
  help: print f"{line.split()[-1]}"

$ s/a/b/g
flitch: unknown stage `s`
  s/a/b/g
  ^ flitch's word is `replace`
  help: replace r"a" with "b"

$ /re/
flitch: a regex is written r"..."
  /re/
  ^
  help: r"re"

$ BEGIN {x = 1}
flitch: unknown stage `BEGIN`
  BEGIN {x = 1}
  ^^^^^
  help: `flitch help` lists the stages

$ 1 + 1
flitch: a stage opens with a word
  1 + 1
  ^ not with `1`

$ =
flitch: a stage opens with a word
  =
  ^

$ == 3
flitch: a stage opens with a word
  == 3
  ^^

$ )
flitch: a stage opens with a word
  )
  ^ not with `)`

$ as x
flitch: `as` opens no stage
  as x
  ^^ it belongs to the stage before it

$ by x
flitch: `by` opens no stage
  by x
  ^^ it belongs to the stage before it

$ !
flitch: `!` is no operator
  !
  ^ write `not`

$ $
flitch: fields have names, not numbers
  $
  ^ `line` is the whole line

$ |||
flitch: a stage opens with a word
  |||
  ^^

$ a | | b |
flitch: unknown stage `a`
  a | | b |
  ^
  help: `flitch help` lists the stages
  help: "a"
  help: select a
flitch: no stage stands before this `|`
  a | | b |
      ^ one `|` is enough
flitch: unknown stage `b`
  a | | b |
        ^
  help: `flitch help` lists the stages
  help: "b"
  help: select b

$ count | by x
flitch: `by` opens no stage
  count | by x
          ^^ it belongs to the stage before it

$ sort -rn ms
flitch: `sort` has no options
  sort -rn ms
       ^^^ a `-` before a key sorts downwards
  help: sort -ms
"###;
