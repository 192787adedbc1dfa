//! Classic mistakes in expressions, items and clauses: each error, whole.

use crate::lang::words_tests::check_errors;

#[test]
fn mistakes_are_corrected() {
    check_errors(FIXTURES);
}

const FIXTURES: &str = r###"
$ where status >= 500 | cuont by path
flitch: unknown stage `cuont`
  where status >= 500 | cuont by path
                        ^^^^^ did you mean `count`?
  help: count by path

$ where status = 500
flitch: `=` does not compare
  where status = 500
               ^ `==` compares
  help: where status == 500

$ where a && b || !c
flitch: `&&` is no operator
  where a && b || !c
          ^^ write `and`
  help: where a and b or not c

$ where a <> 3 and b === 4
flitch: `<>` is no operator
  where a <> 3 and b === 4
          ^^ write `!=`
  help: where a != 3 and b == 4

$ where status == 500 or 502
flitch: `502` is no condition
  where status == 500 or 502
                         ^^^ compare it too
  help: where status == 500 or status == 502
  help: where status in (500, 502)

$ where status == 500 or 502 or 503
flitch: `502` is no condition
  where status == 500 or 502 or 503
                         ^^^ compare it too
  help: where status == 500 or status == 502 or status == 503
  help: where status in (500, 502, 503)

$ where 500 or status == 502
flitch: `500` is no condition
  where 500 or status == 502
        ^^^ compare it too
  help: where status == 500 or status == 502
  help: where status in (500, 502)

$ where status != 500 and 502
flitch: `502` is no condition
  where status != 500 and 502
                          ^^^ compare it too
  help: where status != 500 and status != 502
  help: where status not in (500, 502)

$ where path == "/a" or "/b" and x
flitch: `"/b"` is no condition
  where path == "/a" or "/b" and x
                        ^^^^
  help: where path == "/a" or "/b" in line and x

$ where "timeout" and x
flitch: `"timeout"` is no condition
  where "timeout" and x
        ^^^^^^^^^
  help: where "timeout" in line and x

$ set name = user or "anonymous"
flitch: `"anonymous"` is no condition
  set name = user or "anonymous"
                     ^^^^^^^^^^^ `??` gives a default
  help: set name = user ?? "anonymous"

$ where x is NULL
flitch: `NULL` is written `None`
  where x is NULL
             ^^^^
  help: where x is None

$ where x is "a"
flitch: `is` tests for None only
  where x is "a"
          ^^ `==` compares
  help: where x == "a"

$ where not x = 5
flitch: `=` does not compare
  where not x = 5
              ^ `==` compares
  help: where not x == 5

$ where x like "%a%"
flitch: `like` is no operator
  where x like "%a%"
          ^^^^
  help: where "a" in x

$ where x like "a%" and y not like "%b"
flitch: `like` is no operator
  where x like "a%" and y not like "%b"
          ^^^^
  help: where x.startswith("a") and not y.endswith("b")

$ where x contains "a"
flitch: `contains` is no operator
  where x contains "a"
          ^^^^^^^^
  help: where "a" in x

$ where x not contains "a"
flitch: `not contains` is no operator
  where x not contains "a"
          ^^^
  help: where "a" not in x

$ where x matches "re"
flitch: `matches` is no operator
  where x matches "re"
          ^^^^^^^
  help: where x =~ r"re"

$ where x ~ "re"
flitch: `~` is no operator
  where x ~ "re"
          ^ `=~` searches for a regex
  help: where x =~ r"re"

$ where x !~ "re"
flitch: `!~` is no operator
  where x !~ "re"
          ^^ write `not` and `=~`
  help: where not x =~ r"re"

$ where x between 1 and 5
flitch: `between` is no operator
  where x between 1 and 5
          ^^^^^^^
  help: where 1 <= x <= 5

$ where x.y between 1 and 5 and z
flitch: `between` is no operator
  where x.y between 1 and 5 and z
            ^^^^^^^
  help: where 1 <= x.y <= 5 and z

$ set y = a > 5 ? "b" : "c"
flitch: `?` is no operator
  set y = a > 5 ? "b" : "c"
                ^ write `then if condition else other`
  help: set y = "b" if a > 5 else "c"

$ where x->y == 3
flitch: `->` is no operator
  where x->y == 3
         ^^ `.` reaches into a record
  help: where x.y == 3

$ where $x == 3
flitch: names have no `$`
  where $x == 3
        ^ write the name alone
  help: where x == 3

$ where $1 == "a"
flitch: fields have names, not numbers
  where $1 == "a"
        ^ `line` is the whole line
  help: where line.split()[0] == "a"

$ where `x` == 1 and `odd key` == 2
flitch: names have no backticks
  where `x` == 1 and `odd key` == 2
        ^^^ write the name alone, or `row["odd name"]`
  help: where x == 1 and row["odd key"] == 2

$ where a; count
flitch: `;` does not end a stage
  where a; count
         ^ `|` does
  help: where a | count

$ where (a == 1 | count
flitch: this `(` is never closed
  where (a == 1 | count
        ^ opened here

$ where [a
flitch: this `[` is never closed
  where [a
        ^ opened here

$ where a ==
flitch: nothing follows `==`
  where a ==
          ^^ an expression is wanted

$ where a == | count
flitch: nothing follows `==`
  where a == | count
          ^^ an expression is wanted

$ where and b
flitch: nothing stands before `and`
  where and b
        ^^^ an expression is wanted

$ set x = lambda y: y + 1
flitch: there are no lambdas
  set x = lambda y: y + 1
          ^^^^^^ write the expression itself

$ set x = a if b elif c
flitch: there is no `elif`
  set x = a if b elif c
                 ^^^^
  help: "a" if x > 9 else "b" if x > 5 else "c"

$ set x = a if b
flitch: this `if` has no `else`
  set x = a if b
            ^^
  help: set x = a if b else None

$ where a & b
flitch: `&` is no operator
  where a & b
          ^ write `and`
  help: where a and b

$ where a ^ b
flitch: `^` is no operator
  where a ^ b
          ^ `**` is the power
  help: where a ** b

$ where x in 500, 502
flitch: `in` takes a list, a text or a field
  where x in 500, 502
             ^^^
  help: where x in (500, 502)

$ count distinct x
flitch: `distinct` is no word here
  count distinct x
        ^^^^^^^^
  help: count_distinct(x)

$ count(distinct x)
flitch: `distinct` is no word here
  count(distinct x)
        ^^^^^^^^
  help: count_distinct(x)

$ count path
flitch: `path` follows an aggregate without a comma
  count path
        ^^^^
  help: count by path

$ count sum(x)
flitch: `sum` follows an aggregate without a comma
  count sum(x)
        ^^^
  help: count, sum(x)

$ head >= 5
flitch: `head` is a stage, and this looks like a condition
  head >= 5
  ^^^^
  help: where head >= 5

$ "a" "b"
flitch: two texts need `and` or `or` between them
  "a" "b"
      ^^^
  help: "a" and "b"

$ print f"{a b}"
flitch: unexpected `b`
  print f"{a b}"
             ^ `:`, `}` or an operator is wanted

$ print f"{a = 3}"
flitch: `=` does not compare
  print f"{a = 3}"
             ^ `==` compares
  help: a == 3

$ head 3 | | count
flitch: no stage stands before this `|`
  head 3 | | count
           ^ one `|` is enough

$ where f(a, k=3)
flitch: arguments have no names
  where f(a, k=3)
             ^ they are known by their places
  help: where f(a, 3)

$ where (a]
flitch: `]` does not close `(`
  where (a]
          ^ `)` does

$ where a)
flitch: this `)` closes nothing
  where a)
         ^

$ where a == ()
flitch: nothing stands in these brackets
  where a == ()
             ^^ `[]` is the empty list

$ where x == .5
flitch: a number starts with a digit
  where x == .5
             ^
  help: 0.5

$ count by
flitch: nothing follows `by`
  count by
        ^^ an expression is wanted

$ select x as
flitch: nothing follows `as`
  select x as
           ^^ a name is wanted

$ select x as 3
flitch: unexpected `3`
  select x as 3
              ^ a name is wanted

$ select n = x, y
flitch: `select` names a column with `as`
  select n = x, y
           ^
  help: select x as n, y

$ head 3 as x
flitch: `head` takes no `as`
  head 3 as x
         ^^

$ sort a by b
flitch: `sort` takes no `by`
  sort a by b
         ^^

$ count by a by b
flitch: `by` is written twice
  count by a by b
             ^^ one `by` and commas

$ where NOT x
flitch: `NOT` is no operator
  where NOT x
        ^^^ write `not`
  help: where not x

$ where a AND b
flitch: `AND` is no operator
  where a AND b
          ^^^ write `and`
  help: where a and b

$ where a if b
flitch: this `if` has no `else`
  where a if b
          ^^
  help: where a if b else None
"###;
