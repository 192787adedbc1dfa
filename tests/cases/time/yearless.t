# A format without a year takes the year that is nearest to --now, across New Year too.
$ printf '%s\n' 'Dec 31 23:59:59' 'Jan  1 00:00:00' 'Jul  1 00:00:00' 'Jul  5 00:00:00' | flitch -i lines --now 2026-01-01T12:00Z 'select time(line, "%b %e %H:%M:%S") as t'
{"t":"2025-12-31T23:59:59Z"}
{"t":"2026-01-01T00:00:00Z"}
{"t":"2026-07-01T00:00:00Z"}
{"t":"2025-07-05T00:00:00Z"}

# A 29th of February goes to the nearest year that has one.
$ echo 'Feb 29 12:00:00' | flitch -i lines --now 2026-02-01T00:00Z 'select time(line, "%b %e %H:%M:%S") as t'
{"t":"2024-02-29T12:00:00Z"}
$ echo 'Feb 29 12:00:00' | flitch -i lines --now 2026-06-01T00:00Z 'select time(line, "%b %e %H:%M:%S") as t'
{"t":"2028-02-29T12:00:00Z"}
$ echo 'Feb 30 12:00:00' | flitch -i lines --now 2026-06-01T00:00Z 'select time(line, "%b %e %H:%M:%S") as t'
{"t":null}
! flitch: 1 line: `time(line, "%b %e %H:%M:%S")` could not be computed (first standard input:1)
