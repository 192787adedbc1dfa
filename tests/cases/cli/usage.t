# What is wrong with the command line is said before anything is read.

$ flitch 2>&1 | head -3
flitch: no pipeline was given
\
Filter, parse, count and sort lines of logs, in parallel, byte for byte

$ flitch --explian ''
! flitch: unknown option `--explian`; did you mean `--explain`?
? 2

$ flitch --bogus ''
! flitch: unknown option `--bogus`; see `flitch --help`
? 2

$ flitch '' -j
! flitch: `--threads` needs a value: `--threads N`
? 2

$ flitch -j many ''
! flitch: `--threads`: `many` is not a number of threads; write `4`, or leave the option out
? 2

$ flitch -j 0 ''
! flitch: `--threads`: `0` is not a number of threads; write `4`, or leave the option out
? 2

$ flitch --quiet=1 ''
! flitch: `--quiet` takes no value
? 2

$ flitch --max-line 64XB ''
! flitch: `--max-line`: `64XB` is not a size; write `64MiB`, `64M`, `64MB` or `67108864`
? 2

$ flitch --max-line 2G ''
! flitch: `--max-line`: `2G` is out of range; the sizes are 1 to 1GiB
? 2

$ flitch --memory 1K ''
! flitch: `--memory`: `1K` is too little; give at least 1MiB
? 2

$ flitch --tz Nowhere/Land ''
! flitch: `--tz`: unknown time zone `Nowhere/Land`; write `UTC`, `+02:00`, `Europe/Berlin` or `local`
? 2

$ flitch --now yesterday ''
! flitch: `--now`: `yesterday` is no time; write `2026-01-02T03:04:05Z`
? 2

$ flitch --arg who ''
! flitch: `--arg`: `who` has no `=`; write `--arg who=text`
? 2

$ flitch --arg a-b=x ''
! flitch: `--arg`: `a-b` is not a name; write `--arg name=text`, and read it as arg.name
? 2

$ flitch --arg a=1 --arg a=2 ''
! flitch: `--arg a=` was given twice; give each name once
? 2

$ flitch -C some ''
! flitch: `--context`: `some` is not a number of lines; write `3`
? 2

$ flitch -z gzip:best ''
! flitch: `--compress`: `best` is not a level; write `gzip:6`, or `gzip` alone
? 2

$ printf "where line == '\377'" | xargs -0 flitch
! flitch: the pipeline is not UTF-8
? 123

$ flitch completions
! flitch: `flitch completions` takes one shell: bash, zsh, fish or powershell
? 2

$ flitch completions zhs
! flitch: unknown shell `zhs`; did you mean `zsh`?
? 2

$ flitch man page
! flitch: `flitch man` takes no arguments; try `flitch man | man -l -`
? 2

$ flitch help head tail
! flitch: `flitch help` takes one topic
? 2

# The last of an option counts.
$ flitch -j 1 -j 2 '' /dev/null
