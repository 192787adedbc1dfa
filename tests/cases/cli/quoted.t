# The command as it arrived, quoted for what is to read it; nothing is opened or run.

$ flitch --print-quoted sh -o csv 'where user == '\''bob'\'' and msg != "$x `y`" | count' no-such.log 'a b.log'
flitch -o csv 'where user == '\''bob'\'' and msg != "$x `y`" | count' no-such.log 'a b.log'
$ flitch 'print f"{time:%H:%M} {path}"' --print-quoted=cron access.log
flitch 'print f"{time:'\%'H:'\%'M} {path}"' access.log
$ flitch --print-quoted pwsh -j 4 'where user == '\''bob'\'' | print f"{ms:.1f}"' app.jsonl
flitch -j '4' 'where user == ''bob'' | print f"{ms:.1f}"' app.jsonl
$ flitch --print-quoted cmd 'where user == "bob" | count' app.jsonl
flitch ^"where user == \^"bob\^" ^| count^" app.jsonl
$ flitch --print-quoted cmd "where user == 'bob' | count" app.jsonl
flitch "where user == 'bob' | count" app.jsonl
$ flitch --print-quoted sh @errors
flitch @errors
$ flitch --print-quoted sh -f pipe.flitch -- --print-quoted sh
flitch -f pipe.flitch -- --print-quoted sh
$ flitch --print-quoted sh "$(printf 'where a == 1\n| count')"
flitch 'where a == 1
| count'

# What a shell cannot carry.
$ flitch --print-quoted cmd 'print f"{time:%H:%M}"'
! flitch: cmd reads `%` in one way at its prompt and in another in a batch file; keep the pipeline in a file, and run it with `flitch -f FILE`
? 2
$ flitch --print-quoted cmd "$(printf 'head 1\nskip 1')"
! flitch: a command of cmd is one line; join the stages with `|`, or keep the pipeline in a file, and run it with `flitch -f FILE`
? 2
$ flitch --print-quoted cron "$(printf 'head 1\nskip 1')"
! flitch: an entry of a crontab is one line; join the stages with `|`, or keep the pipeline in a file, and run it with `flitch -f FILE`
? 2
$ flitch --print-quoted pwsh '' "$(printf 'a\377b.log')"
! flitch: `a\xffb.log` is not UTF-8, and PowerShell takes text
? 2
$ flitch --print-quoted sh '' "$(printf 'a\377b.log')"
\flitch \'\' \'a\xffb.log\'

# A wrong command line is not printed.
$ flitch --print-quoted fish 'head 1'
! flitch: `--print-quoted`: unknown shell `fish`; there is sh, cron, pwsh, cmd
? 2
$ flitch --print-quoted bash 'head 1'
! flitch: `--print-quoted`: unknown shell `bash`; did you mean `sh`?
? 2
$ flitch --print-quoted
! flitch: `--print-quoted` needs a value: `--print-quoted SHELL`
? 2
$ flitch --print-quoted sh -i cvs 'head 1'
! flitch: unknown input format `cvs`; did you mean `csv`?
? 2
$ flitch --print-quoted sh 2>&1 | head -1
flitch: no pipeline was given
