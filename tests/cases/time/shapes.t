# Every shape that has one meaning is read, in one field, line by line.
$ printf '%s\n' '2025-10-10T13:55:36.123456789+02:00' '2025-10-10 13:55:36,123' '20251010T135536Z' '2025-283T13:55:36' '2025-W41-5' '2025-12-31T24:00' '2025-10-10T13:55:36.1234567Z' '2025/10/10 13:55:36.5' '10/Oct/2025:13:55:36 -0700' 'Fri Oct 10 13:55:36.123456 2025' 'Fri Oct 10 13:55:36 UTC 2025' 'Fri, 10 Oct 2025 13:55:36 GMT' 'Oct  9 2025 22:14:15' 'Oct 10, 2025 1:55:36 PM' 'Oct 10, 2025 12:00:36 AM' 'Oct 10, 2025 @ 13:55:36.123' '20251010 13:55:36.123456' '20161227210131' '2025-10-10-13.55.36.123456' '10-OCT-25 01.55.36.123 PM' '@400000003b4a39c23294b13c' '2025-10-10 13:55:36.5 +0200 CEST m=+0.000012' '1760104536' '1760104536.25' '1.760104536123e9' '1760104536123' '1760104536123456' '1760104536123456789' > stamps
$ flitch -i lines 'select time(line) as t, line' stamps
{"t":"2025-10-10T11:55:36.123456789Z","line":"2025-10-10T13:55:36.123456789+02:00"}
{"t":"2025-10-10T13:55:36.123Z","line":"2025-10-10 13:55:36,123"}
{"t":"2025-10-10T13:55:36Z","line":"20251010T135536Z"}
{"t":"2025-10-10T13:55:36Z","line":"2025-283T13:55:36"}
{"t":"2025-10-10T00:00:00Z","line":"2025-W41-5"}
{"t":"2026-01-01T00:00:00Z","line":"2025-12-31T24:00"}
{"t":"2025-10-10T13:55:36.123456700Z","line":"2025-10-10T13:55:36.1234567Z"}
{"t":"2025-10-10T13:55:36.500Z","line":"2025/10/10 13:55:36.5"}
{"t":"2025-10-10T20:55:36Z","line":"10/Oct/2025:13:55:36 -0700"}
{"t":"2025-10-10T13:55:36.123456Z","line":"Fri Oct 10 13:55:36.123456 2025"}
{"t":"2025-10-10T13:55:36Z","line":"Fri Oct 10 13:55:36 UTC 2025"}
{"t":"2025-10-10T13:55:36Z","line":"Fri, 10 Oct 2025 13:55:36 GMT"}
{"t":"2025-10-09T22:14:15Z","line":"Oct  9 2025 22:14:15"}
{"t":"2025-10-10T13:55:36Z","line":"Oct 10, 2025 1:55:36 PM"}
{"t":"2025-10-10T00:00:36Z","line":"Oct 10, 2025 12:00:36 AM"}
{"t":"2025-10-10T13:55:36.123Z","line":"Oct 10, 2025 @ 13:55:36.123"}
{"t":"2025-10-10T13:55:36.123456Z","line":"20251010 13:55:36.123456"}
{"t":"2016-12-27T21:01:31Z","line":20161227210131}
{"t":"2025-10-10T13:55:36.123456Z","line":"2025-10-10-13.55.36.123456"}
{"t":"2025-10-10T13:55:36.123Z","line":"10-OCT-25 01.55.36.123 PM"}
{"t":"2001-07-09T23:09:44.848605500Z","line":"@400000003b4a39c23294b13c"}
{"t":"2025-10-10T11:55:36.500Z","line":"2025-10-10 13:55:36.5 +0200 CEST m=+0.000012"}
{"t":"2025-10-10T13:55:36Z","line":1760104536}
{"t":"2025-10-10T13:55:36.250Z","line":1760104536.25}
{"t":"2025-10-10T13:55:36.123Z","line":1.760104536123e9}
{"t":"2025-10-10T13:55:36.123Z","line":1760104536123}
{"t":"2025-10-10T13:55:36.123456Z","line":1760104536123456}
{"t":"2025-10-10T13:55:36.123456789Z","line":1760104536123456789}
$ flitch -i lines --strict 'where time(line) < t"2025-10-10T13:55:36Z"' stamps
2025-10-10T13:55:36.123456789+02:00
2025-W41-5
Oct  9 2025 22:14:15
Oct 10, 2025 12:00:36 AM
20161227210131
@400000003b4a39c23294b13c
2025-10-10 13:55:36.5 +0200 CEST m=+0.000012

# A shape that could mean two times is none, and so is a number of another size; the count says so.
$ printf '%s\n' 03/04/2025 '03/04/2025 13:55:36' 10.10.2025 '251010 13:55:36' 'Oct 10 13:55:36' 13:55:36 20251010 8304 123456789 133730000000000000 2025-283 > none
$ flitch -i lines 'select time(line) as t | count by t' none
{"t":null,"count":11}
! flitch: 11 lines: `time(line)` could not be computed (first none:1)
$ flitch -i lines --strict 'where time(line) != None' none
! flitch: 11 lines: `time(line)` could not be computed (first none:1)
? 4

# The way out is a format.
$ head -2 none | flitch -i lines 'select time(line[:10], "%d/%m/%Y") as day_first, time(line[:10], "%m/%d/%Y") as month_first'
{"day_first":"2025-04-03T00:00:00Z","month_first":"2025-03-04T00:00:00Z"}
{"day_first":"2025-04-03T00:00:00Z","month_first":"2025-03-04T00:00:00Z"}
$ printf '%s\n' '251010 13:55:36' | flitch -i lines 'select time(line, "%y%m%d %H:%M:%S") as t'
{"t":"2025-10-10T13:55:36Z"}
$ echo 133730000000000000 | flitch -i lines 'select time(line // 10000000 - 11644473600, "s") as t'
{"t":"2024-10-10T02:13:20Z"}
$ flitch help time | sed -n '/A shape that/,/^$/p'
A shape that could mean two times is no time: `03/04/2025` (which is the
month?), a year of two digits, a time without a date or a date without a year.
For those, and any other, give a format, in the letters of strftime: `time(x,
"%d/%m/%Y %H:%M:%S")`. There are `%Y %m %d %H %M %S`, `%y`, `%b` (Jan), `%B`,
`%e`, `%j`, `%I %p`, `%f` (a fraction of 1 to 9 digits), `%z` (+0200), `%s`
(seconds since 1970) and others; see `format`. The whole text must be in it.
Without a year it is the year that brings the time nearest to `--now`. The
format `"s"`, `"ms"`, `"us"` or `"ns"` reads a number of that unit since 1970,
whatever its size. Both must be written out.
\

# What a stamp is, is said by the whole text: nothing is found in the middle of it.
$ printf '%s\n' 'at 2025-10-10T13:55:36Z' '2025-10-10T13:55:36Z!' ' 2025-10-10T13:55:36Z' | flitch -i lines 'select time(line) as t, time(line.strip("at! ")) as inner'
{"t":null,"inner":"2025-10-10T13:55:36Z"}
{"t":null,"inner":"2025-10-10T13:55:36Z"}
{"t":null,"inner":"2025-10-10T13:55:36Z"}
! flitch: 3 lines: `time(line)` could not be computed (first standard input:1)

# Text that meets a time is read without a call.
$ printf '%s\n' '{"at":"Fri Oct 10 13:55:36 2025"}' '{"at":"10/Oct/2025 13:55:37"}' '{"at":"1.760104539e9"}' | flitch 'where at > t"2025-10-10T13:55:36Z" | select at - t"2025-10-10T13:55:36Z" as late'
{"late":"1s"}
{"late":"3s"}

# A leap second is the second after it, at the end of a day of UTC.
$ printf '%s\n' 2016-12-31T23:59:60Z 2017-01-01T00:59:60+01:00 2016-12-31T22:59:60Z | flitch -i lines 'select time(line) as t'
{"t":"2017-01-01T00:00:00Z"}
{"t":"2017-01-01T00:00:00Z"}
{"t":null}
! flitch: 1 line: `time(line)` could not be computed (first standard input:3)
