//! Classic mistakes in expressions, items and clauses: each error, whole.

use crate::lang::words_tests::check_errors;

#[test]
fn mistakes_are_corrected_too() {
    check_errors(FIXTURES);
}

const FIXTURES: &str = r###"
$ where x?.y == 1
flitch: `?.` is not needed
  where x?.y == 1
         ^^ a field of what is missing is None
  help: where x.y == 1

$ where x::int > 5
flitch: `::` is no operator
  where x::int > 5
         ^^ types are functions: `int(x)`
  help: where int(x) > 5

$ set row["a b"] = 3
flitch: a name stands before `=`
  set row["a b"] = 3
      ^^^^^^^^^^
  help: set "a b" = 3

$ where x == not y
flitch: `not` stands before a whole condition
  where x == not y
             ^^^
  help: not x == y
  help: x == (not y)

$ where a \ b
flitch: `\` means nothing outside a string
  where a \ b
          ^ a newline after `|` or a comma needs none

$ where x == {a: 1}
flitch: there are no braces outside of f-strings
  where x == {a: 1}
             ^
  help: f"{path}"

$ where "a" in
flitch: nothing follows `in`
  where "a" in
            ^^ an expression is wanted

$ where $NF == 1
flitch: names have no `$`
  where $NF == 1
        ^ write the name alone
  help: where line.split()[-1] == 1

$ where x == 1 ; sort y
flitch: `;` does not end a stage
  where x == 1 ; sort y
               ^ `|` does
  help: where x == 1 | sort y

$ set a = x or "d", b = 3
flitch: `"d"` is no condition
  set a = x or "d", b = 3
               ^^^ `??` gives a default
  help: set a = x ?? "d", b = 3

$ where a[1
flitch: this `[` is never closed
  where a[1
         ^ opened here

$ where a[]
flitch: nothing stands in these brackets
  where a[]
         ^^ an index is wanted

$ where a[1:2:3:4]
flitch: unexpected `:`
  where a[1:2:3:4]
               ^ a comma or `]` is wanted

$ where $1 = "a" | sort by y desc
flitch: fields have names, not numbers
  where $1 = "a" | sort by y desc
        ^ `line` is the whole line
  help: where line.split()[0] == "a"
flitch: `sort` takes its keys without `by`
  where $1 = "a" | sort by y desc
                        ^^
  help: sort -y

$ rename new = old
flitch: `rename` names a column with `as`
  rename new = old
             ^
  help: rename old as new

$ count(distinct x) by y
flitch: `distinct` is no word here
  count(distinct x) by y
        ^^^^^^^^
  help: count_distinct(x) by y

$ where a = "b" AND c != NULL
flitch: `=` does not compare
  where a = "b" AND c != NULL
          ^ `==` compares
  help: where a == "b" and c != None

$ where not (a && b)
flitch: `&&` is no operator
  where not (a && b)
               ^^ write `and`
  help: where not (a and b)

$ where x has "y"
flitch: `has` is no operator
  where x has "y"
          ^^^
  help: where "y" in x

$ where x startswith "y"
flitch: `startswith` is no operator
  where x startswith "y"
          ^^^^^^^^^^
  help: where x.startswith("y")

$ where ms > 5 min
flitch: a unit is written to its number
  where ms > 5 min
             ^^^^^
  help: where ms > 5m

$ where size > 10 MB
flitch: a unit is written to its number
  where size > 10 MB
               ^^^^^
  help: where size > 10MB

$ where a == b ? 1 : 2 | count
flitch: `?` is no operator
  where a == b ? 1 : 2 | count
               ^ write `then if condition else other`
  help: where 1 if a == b else 2

$ where a == 'it''s'
flitch: a quote is not doubled within quotes
  where a == 'it''s'
             ^^^^^^^ write a `\` before it
  help: where a == 'it\'s'

$ where x == 1 |> count
flitch: `|>` is no operator
  where x == 1 |> count
               ^^ `|` ends a stage
  help: where x == 1 | count

$ where (a and b
flitch: this `(` is never closed
  where (a and b
        ^ opened here

$ where f(a b)
flitch: unexpected `b`
  where f(a b)
            ^ a comma or `)` is wanted

$ where f(a "b")
flitch: unexpected `"b"`
  where f(a "b")
            ^^^ a comma is wanted before it

$ where a.
flitch: no name follows this `.`
  where a.
         ^ `a.b` is key b of a

$ where a..b
flitch: no name follows this `.`
  where a..b
         ^ `a.b` is key b of a
  help: where a.b

$ where .a == 1
flitch: a field is named without a dot before it
  where .a == 1
        ^
  help: where a == 1

$ set 3 = x
flitch: `=` does not compare
  set 3 = x
        ^ `==` compares
  help: set 3 == x

$ set x =
flitch: nothing follows `=`
  set x =
        ^ an expression is wanted

$ select a as b as c
flitch: `as` is written twice
  select a as b as c
                ^^ one for each item

$ count where a where b
flitch: `where` is written twice
  count where a where b
                ^^^^^ one for each item

$ where a == 1,
flitch: nothing follows `,`
  where a == 1,
              ^ an expression is wanted

$ where if a else b
flitch: `if` stands after its value
  where if a else b
        ^^
  help: "slow" if ms > 100 else "fast"

$ set x = [i for i in y]
flitch: there are no loops in expressions
  set x = [i for i in y]
             ^^^

$ set x = x => x + 1
flitch: there are no lambdas
  set x = x => x + 1
            ^^ write the expression itself

$ where 5 < x < 10 or 3
flitch: `3` is no condition
  where 5 < x < 10 or 3
                      ^ compare it with a field

$ where level is not "error"
flitch: `is` tests for None only
  where level is not "error"
              ^^^^^^ `!=` compares
  help: where level != "error"

$ where a or
flitch: nothing follows `or`
  where a or
          ^^ an expression is wanted

$ where "a" or 5
flitch: `"a"` is no condition
  where "a" or 5
        ^^^

$ (status == "500" or "502")
flitch: `"502"` is no condition
  (status == "500" or "502")
                      ^^^^^ compare it too
  help: (status == "500" or status == "502")
  help: (status in ("500", "502"))

$ "a" and 5
flitch: `5` is no condition
  "a" and 5
          ^ compare it with a field

$ "a" by x
flitch: unexpected `by`
  "a" by x
      ^^ `and`, `or` or the end of the stage is wanted

$ "a", "b"
flitch: unexpected `,`
  "a", "b"
     ^ `and`, `or` or the end of the stage is wanted

$ count)
flitch: this `)` closes nothing
  count)
       ^

$ set x = 1; set y = 2
flitch: `;` does not end a stage
  set x = 1; set y = 2
           ^ `|` does
  help: set x = 1 | set y = 2

$ where x === 1 and y !== 2
flitch: `===` is no operator
  where x === 1 and y !== 2
          ^^^ `==` compares
  help: where x == 1 and y != 2

$ where a ~= "b"
flitch: `~=` is no operator
  where a ~= "b"
          ^^ `=~` searches for a regex
  help: where a =~ r"b"

$ where x =~ /re/
flitch: a regex is written r"..."
  where x =~ /re/
             ^
  help: where x =~ r"re"

$ where /re/
flitch: a regex is written r"..."
  where /re/
        ^
  help: where line =~ r"re"

$ print f"{x.}"
flitch: no name follows this `.`
  print f"{x.}"
            ^ `a.b` is key b of a

$ dedup a,, b
flitch: nothing stands before `,`
  dedup a,, b
          ^ an expression is wanted

$ where a ,
flitch: nothing follows `,`
  where a ,
          ^ an expression is wanted

$ where not
flitch: nothing follows `not`
  where not
        ^^^ an expression is wanted

$ not
flitch: nothing follows `not`
  not
  ^^^ an expression is wanted

$ where x==1|head 3|;
flitch: a stage opens with a word
  where x==1|head 3|;
                    ^ not with `;`

$ head 3 by
flitch: nothing follows `by`
  head 3 by
         ^^ an expression is wanted

$ where x ~= "b"
flitch: `~=` is no operator
  where x ~= "b"
          ^^ `=~` searches for a regex
  help: where x =~ r"b"

$ where x =~ /re/ and y
flitch: a regex is written r"..."
  where x =~ /re/ and y
             ^
  help: where x =~ r"re" and y

$ where ms > 5 ms and z
flitch: a unit is written to its number
  where ms > 5 ms and z
             ^^^^
  help: where ms > 5ms and z

$ set x = x.
flitch: no name follows this `.`
  set x = x.
           ^ `a.b` is key b of a
"###;
