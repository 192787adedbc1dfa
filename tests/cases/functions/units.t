# Durations of other programs; a number has no unit.
$ printf '%s\n' '01:02:03.25' 'PT1H30M' '12.5 ms' '1h 30m' '02:03' 'P1M' '12' '' | flitch 'select duration(line) as d'
{"d":"1h2m3.25s"}
{"d":"1h30m"}
{"d":"12.5ms"}
{"d":"1h30m"}
{"d":null}
{"d":null}
{"d":null}
{"d":null}
! flitch: 4 lines: `duration(line)` could not be computed (first standard input:5)
$ printf '%s\n' '59.96s' '3723s' '1.2345ms' '7' | flitch 'select format_duration(line) as d'
{"d":"1m"}
{"d":"1h2m"}
{"d":"1.23ms"}
{"d":null}
! flitch: 1 line: `format_duration(line)` could not be computed (first standard input:4)

# Sizes read back what is written.
$ printf '%s\n' '10MB' '10 MiB' '1.5k' '512' '-1' 'many' '' | flitch 'select size(line) as n, format_size(size(line)) as iec, format_size(size(line), "si") as si'
{"n":10000000,"iec":"9.5MiB","si":"10.0MB"}
{"n":10485760,"iec":"10.0MiB","si":"10.5MB"}
{"n":1536,"iec":"1.5KiB","si":"1.5kB"}
{"n":512,"iec":"512B","si":"512B"}
{"n":null,"iec":null,"si":null}
{"n":null,"iec":null,"si":null}
{"n":null,"iec":null,"si":null}
! flitch: 3 lines: `size(line)` could not be computed (first standard input:5)

# Severities of every vocabulary.
$ printf '%s\n' WARNING E 3 30 '"info"' 8 '' | flitch 'select level(line) as l'
{"l":"warn"}
{"l":"error"}
{"l":"error"}
{"l":"info"}
{"l":null}
{"l":null}
{"l":null}
! flitch: 3 lines: `level(line)` could not be computed (first standard input:5)
$ printf '{"severity":"4"}\n{"severity":"7"}\n{"severity":"x"}\n' | flitch 'where level(severity) >= warn'
{"severity":"4"}
! flitch: 1 line: `level(severity)` could not be computed (first standard input:3)
