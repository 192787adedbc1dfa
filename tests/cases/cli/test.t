# `flitch test` runs the samples that scripts hold in their comments.

$ flitch test failed.flitch; flitch test failed.flitch failed.flitch | wc -l
failed.flitch: 2 samples passed
2

# A script with samples is still a script.
$ flitch -f failed.flitch access.log; chmod +x failed.flitch; ./failed.flitch < access.log | head -1
{"path":"/api/orders","count":2}
{"path":"/api/users","count":1}
{"path":"/api/orders","count":2}

# Each stream and the exit code are compared, and every sample is run.
$ cat > wrong.flitch <<'END'
> where status >= 500 | select status
> #
> #> {"status":500}
> #> {"status":200}
> #> {"status":503}
> #= {"status":500}
> #= {"status":502}
> #
> #> {"status":500}
> #
> #> {"status":500}
> #= {"status":500}
> #= {"status":500}
> #
> #- --strict
> #> {"status":"abc"}
> #? 3
> #
> #> {"status":500}
> #= {"status":500}
> #
> #> {"status":500}
> #= {"status":500}
> #! flitch: no record had a field `status`
> END
> flitch test wrong.flitch
wrong.flitch:7: output
  expected  #= {"status":502}
  found     #= {"status":503}
wrong.flitch:9: output
  expected  no more lines
  found     #= {"status":500}
wrong.flitch:13: output
  expected  #= {"status":500}
  found     no more lines
wrong.flitch:17: messages
  expected  no more lines
  found     #! flitch: 1 line: `status` was not a number (first standard input:1)
wrong.flitch:17: exit code
  expected  #? 3
  found     #? 4
wrong.flitch:24: messages
  expected  #! flitch: no record had a field `status`
  found     no more lines
wrong.flitch: 5 of 6 samples failed
? 1

# Samples end where the next one begins, and where any other line stands.
$ printf 'head 1\n#> a\n#= a\n#> b\n#= b\n#- -e\n#? 1\n#\n#? 0\n' > marks.flitch; flitch test marks.flitch
marks.flitch: 4 samples passed

# An empty input, from which something comes all the same.
$ printf 'count\n#= {"count":0}\n' > empty.flitch; flitch test empty.flitch
empty.flitch: 1 sample passed

# Bytes that cannot be seen.
$ printf '%s\n' 'where line != "a"' '#>\ a\' '#? 0' '#>\ \xff\tb\r' '#>\ c\\ \' '#=\ \xff\tb\r' '#=\ c\\ \' '#> \d' '#= \d' '#>\ e\' '#= e' > bytes.flitch; flitch test bytes.flitch
bytes.flitch:11: output
  expected  #= e
\  found     #=\\ e\\
bytes.flitch: 1 of 4 samples failed
? 1

# Arguments, other formats, a fixed time, quotes as in a shell, several threads.
$ printf '%s\n' 'where a == arg.a | select a, now() as now' "#- -i csv -o csv --arg 'a=x \"y' -j 4" '#- --now 2026-03-02T09:00:00Z' '#> a' '#> x "y' '#= a,now' '#= "x ""y",2026-03-02T09:00:00Z' > args.flitch; flitch test args.flitch
args.flitch: 1 sample passed

# A sample that expects an error.
$ printf '%s\n' 'where a == arg.a' '#? 2' '#! flitch: who.flitch:1: no argument `a` was given' '#!   where a == arg.a' '#!              ^^^^^' '#!   help: --arg a=VALUE' > who.flitch; flitch test who.flitch
who.flitch: 1 sample passed

# An input larger than the pipes hold, of which nothing, one line and everything is read.
$ { echo 'r"^.00001$" | head 1'; seq -f '#> %06g' 1 60000; echo '#= 000001'; } > large.flitch; flitch test large.flitch
large.flitch: 1 sample passed
$ { echo ''; seq -f '#> %06g' 1 60000;  seq -f '#= %06g' 1 60000; } > copy.flitch; flitch test copy.flitch
copy.flitch: 1 sample passed

# Line ends of another system, a byte order mark.
$ printf '\357\273\277head 1\r\n#> a\r\n#= a\r\n' > crlf.flitch; flitch test crlf.flitch
crlf.flitch: 1 sample passed

# Saved pipelines.
$ mkdir -p c/flitch; cp failed.flitch c/flitch; printf '#> a\n#= a\n# takes one\nhead 1\n' > c/flitch/one.flitch; export XDG_CONFIG_HOME=./c; flitch test @failed @one; flitch @; flitch test @faild; flitch test @../x; flitch test @
./c/flitch/failed.flitch: 2 samples passed
./c/flitch/one.flitch: 1 sample passed
@failed  failed requests by path
@one     takes one
! flitch: no saved pipeline `@faild`; did you mean `@failed`?
! flitch: `@../x` is no name of a saved pipeline, which has letters, digits, `_`, `-` and `.`
! flitch: `@` lists the saved pipelines; name one of them, as in `@errors`
? 2

# A file that is wrong, or that holds no sample, does not pass.
$ printf 'head 1\n' > none.flitch; flitch test none.flitch failed.flitch
failed.flitch: 2 samples passed
! flitch: none.flitch: there are no samples in it; `flitch help test` says how they are written
? 2
$ flitch test missing.flitch
! flitch: missing.flitch: no such file or directory
? 2
$ mkdir folder; flitch test folder
! flitch: folder: is a directory
? 2
$ printf 'haed 1\n#> a\n#= a\n' > bad.flitch; flitch test bad.flitch
! flitch: bad.flitch:2: the sample does not run
!   flitch: bad.flitch:1: unknown stage `haed`
!     haed 1
!     ^^^^ did you mean `head`?
!     help: head 1
? 2
$ printf '# flitch 9\nhead 1\n#> a\n#= a\n' > new.flitch; flitch test new.flitch
! flitch: new.flitch:1: was written for edition 9 of the language, and this flitch knows edition 1; `flitch --version` says which one it is
? 2
$ printf 'head 1\n#>a\n#= a\n' > mark.flitch; flitch test mark.flitch
! flitch: mark.flitch:2: a space is wanted after `#>`: `#> a`
? 2
$ printf 'head 1\n#> a\n#? none\n' > code.flitch; flitch test code.flitch
! flitch: code.flitch:3: `none` is no exit code; write `#? 4`
? 2
$ printf 'head 1\n#- -o csv\n\n#> a\n#= a\n' > apart.flitch; flitch test apart.flitch
! flitch: apart.flitch:2: neither input nor output follows; `#> ` and `#= ` lines stand right below
? 2
$ printf 'head 1\n#>\\ a\\q\n' > escape.flitch; flitch test escape.flitch
! flitch: escape.flitch:2: there is `\t`, `\r`, `\\`, `\xff`, and `\` at the end, and no other escape
? 2
$ printf 'head 1\n#- --arg "a=b\n#> a\n' > quote.flitch; flitch test quote.flitch
! flitch: quote.flitch:2: the quotes of these options are not closed
? 2

# Options of a sample are options of a run.
$ for o in '--bogus' '-o xml' 'app.log' '-f other' '--version' '--print-quoted sh' '-- x'; do printf 'head 1\n#- %s\n#> a\n#= a\n' "$o" > option.flitch; flitch test option.flitch; done
! flitch: option.flitch:2: unknown option `--bogus`; see `flitch --help`
! flitch: option.flitch:2: unknown output format `xml`; there is json, csv, tsv, table, logfmt, github, raw; to print only what matches, write `parse regex r"(?P<x>...)" | print f"{x}"`
! flitch: option.flitch:2: `app.log` is no option; the input of a sample is its `#> ` lines
! flitch: option.flitch:2: `-f` is no option of a sample, which runs the file that it stands in
! flitch: option.flitch:2: these options run no pipeline
! flitch: option.flitch:2: these options run no pipeline
! flitch: option.flitch:2: `x` is no option; the input of a sample is its `#> ` lines
? 2

# The command itself.
$ flitch test
! flitch: `flitch test` takes files with samples; see `flitch help test`
? 2
$ flitch test -o csv failed.flitch
! flitch: `flitch test` takes no options; `-o` may stand in a sample, after `#-`
? 2
$ flitch test - < failed.flitch
! flitch: `-` is standard input, and `flitch test` takes a file
? 2
$ flitch test --help | head -1
test: samples in a script, and how they are run
$ flitch test failed.flitch > /dev/full
! flitch: standard output: no space left on device; free some space there, or write elsewhere
? 5
