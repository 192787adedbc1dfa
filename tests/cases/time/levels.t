# Levels of many programs, on one scale.
$ printf '%s\n' trace8 DEBUG5 '[info]' LOG HINT Notice WRN '<4>' 'ERROR:' fail SEVERE crit emerg DEFAULT CONFIG '[ warn ]' D3 > words
$ flitch -i lines 'select line as word, level(line) as level' words
{"word":"trace8","level":"trace"}
{"word":"DEBUG5","level":"debug"}
{"word":"[info]","level":"info"}
{"word":"LOG","level":"info"}
{"word":"HINT","level":"info"}
{"word":"Notice","level":"notice"}
{"word":"WRN","level":"warn"}
{"word":"<4>","level":"warn"}
{"word":"ERROR:","level":"error"}
{"word":"fail","level":"error"}
{"word":"SEVERE","level":"error"}
{"word":"crit","level":"fatal"}
{"word":"emerg","level":"fatal"}
{"word":"DEFAULT","level":"trace"}
{"word":"CONFIG","level":"debug"}
{"word":"[ warn ]","level":"warn"}
{"word":"D3","level":"debug"}
$ flitch -i lines 'where level(line) >= error' words
ERROR:
fail
SEVERE
crit
emerg

# The field `level` needs no call.
$ printf '%s\n' '{"level":"Information"}' '{"level":"fail"}' '{"level":"PANIC"}' '{"level":30}' '{"level":3}' '{"level":"[error]"}' | flitch 'where level >= error'
{"level":"fail"}
{"level":"PANIC"}
{"level":3}
{"level":"[error]"}

# What is no severity is counted.
$ printf '%s\n' INFO 100 off W/ 'LEVEL' '' | flitch -i lines 'select level(line) as level'
{"level":"info"}
{"level":null}
{"level":null}
{"level":null}
{"level":null}
{"level":null}
! flitch: 5 lines: `level(line)` could not be computed (first standard input:2)
