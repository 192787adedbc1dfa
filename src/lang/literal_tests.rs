//! Errors in literals, each shown whole.

use crate::lang::words_tests::check_errors;

#[test]
fn literals_are_explained() {
    check_errors(FIXTURES);
}

const FIXTURES: &str = r###"
$ where msg =~ "\d+"
flitch: unknown escape `\d`
  where msg =~ "\d+"
                ^^ a regex is written r"..."
  help: where msg =~ r"\d+"

$ where msg == "\d+"
flitch: unknown escape `\d`
  where msg == "\d+"
                ^^ a regex is written r"..."
  help: where msg == r"\d+"

$ where x == “abc”
flitch: `“` is no quote here
  where x == “abc”
             ^ a smart quote: write `"`
  help: where x == "abc"

$ where x == "abc | count
flitch: this `"` is never closed
  where x == "abc | count
             ^ opened here
  help: the `|` after it is read as text; put a `"` before it

$ set x = 1_000
flitch: `1_000` is not a number
  set x = 1_000
          ^^^^^ digits are not grouped
  help: set x = 1000

$ set x = 0x10
flitch: `0x10` is not a number
  set x = 0x10
          ^^^^ numbers are decimal
  help: 16

$ where ip == 10.0.0.1
flitch: `10.0.0.1` is not a number
  where ip == 10.0.0.1
              ^^^^^^^^ text is quoted
  help: where ip == "10.0.0.1"

$ where time > 2026-01-02
flitch: `2026-01-02` without quotes is a sum
  where time > 2026-01-02
               ^^^^^^^^^^ write a time
  help: where time > t"2026-01-02"

$ where x == 5min
flitch: `5min` is not a number
  where x == 5min
             ^^^^
  help: 5m

$ where x == 10K
flitch: `10K` is not a number
  where x == 10K
             ^^^
  help: 10kB is a thousand each, 10KiB is 1024

$ where x == 007
flitch: `007` has leading zeros
  where x == 007
             ^^^ `7` is the number, `"007"` the text

$ where x == 'a
flitch: this `'` is never closed
  where x == 'a
             ^ opened here

$ print f"{a"
flitch: this `{` is never closed
  print f"{a"
          ^
  help: f"{path} {ms:.1f}"; `{{` is a brace as text

$ print f"{a | count
flitch: this `{` is never closed
  print f"{a | count
          ^
  help: f"{path} {ms:.1f}"; `{{` is a brace as text

$ print f"{x!r}"
flitch: there are no conversions in f-strings
  print f"{x!r}"
            ^^
  help: f"{name}"

$ print f"a}"
flitch: this `}` closes nothing
  print f"a}"
           ^
  help: `}}` is a brace as text

$ where x == "\x1"
flitch: `\x1` is no character
  where x == "\x1"
              ^^^ 2 hex digits are wanted

$ where x == b"abc"
flitch: `b` is no prefix of a string
  where x == b"abc"
             ^
  help: r"regex", i"any case", f"{field}" and t"2026-01-02" are the prefixes

$ where x == """abc"""
flitch: a string has one quote at each end
  where x == """abc"""
             ^^^
  help: "first line\nsecond line"

$ where x == t"yesterday"
flitch: `yesterday` is not a time
  where x == t"yesterday"
             ^^^^^^^^^^^^
  help: t"2026-01-02T03:04:05Z"

$ set größe = 1
flitch: a name is ASCII letters, digits and `_`, and `größe` is not
  set größe = 1
      ^^^^^
  help: set row["größe"] == 1

$ set x = 1e999
flitch: this number is too large
  set x = 1e999
          ^^^^^ numbers go up to about 1.8e308

$ print f"{f"{x!r}"}"
flitch: there are no conversions in f-strings
  print f"{f"{x!r}"}"
               ^^
  help: f"{name}"

$ where size > 10GBB and x == "\q"
flitch: `10GBB` is not a number
  where size > 10GBB and x == "\q"
               ^^^^^
  help: units are ns us ms s m h d w, and kB MB GB KiB MiB GiB
flitch: unknown escape `\q`
  where size > 10GBB and x == "\q"
                               ^^ a regex is written r"..."
  help: r"\q"

$ where x == ‘a’
flitch: `‘` is no quote here
  where x == ‘a’
             ^ a smart quote: write `"`
  help: where x == "a"

$ where x == «a» and
flitch: `«` is no quote here
  where x == «a» and
             ^ a smart quote: write `"`
  help: "a"

$ where x == 0.5.5
flitch: `0.5.5` is not a number
  where x == 0.5.5
             ^^^^^ text is quoted
  help: where x == "0.5.5"

$ "a" | "b
flitch: this `"` is never closed
  "a" | "b
        ^ opened here

$ where x == r"abc
flitch: this `"` is never closed
  where x == r"abc
             ^^ opened here

$ print f"{a:{w}}"
flitch: a format is written out
  print f"{a:{w}}"
             ^
  help: f"{path:>20}"

$ print f"{a:>5"
flitch: this `{` is never closed
  print f"{a:>5"
          ^
  help: f"{path} {ms:.1f}"; `{{` is a brace as text

$ print f"é{ü}"
flitch: a name is ASCII letters, digits and `_`, and `ü` is not
  print f"é{ü}"
            ^
  help: row["ü"]
"###;
