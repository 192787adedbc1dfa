# Named zones, whatever the machine's is.
$ TZ=Asia/Tokyo flitch 'select hour(ts) as utc, hour(ts, "Asia/Kolkata") as there, format(ts, "%F %T %z %Z", "America/New_York") as at | head 1' app.jsonl
{"utc":9,"there":14,"at":"2026-03-02 04:00:01 -0500 EST"}

# Clocks that are changed: 2026-03-29 has 23 hours in Berlin, 2026-10-25 has 25.
$ printf '%s\n' 2026-03-28T23:00Z 2026-03-29T00:59Z 2026-03-29T01:00Z 2026-03-29T21:59Z 2026-03-29T22:00Z | flitch 'select bin(line, 1d, "Europe/Berlin") as day, bin(line, 2h, "Europe/Berlin") as hours, format(line, "%H:%M %Z", "Europe/Berlin") as clock'
{"day":"2026-03-28T23:00:00Z","hours":"2026-03-28T23:00:00Z","clock":"00:00 CET"}
{"day":"2026-03-28T23:00:00Z","hours":"2026-03-28T23:00:00Z","clock":"01:59 CET"}
{"day":"2026-03-28T23:00:00Z","hours":"2026-03-29T01:00:00Z","clock":"03:00 CEST"}
{"day":"2026-03-28T23:00:00Z","hours":"2026-03-29T20:00:00Z","clock":"23:59 CEST"}
{"day":"2026-03-29T22:00:00Z","hours":"2026-03-29T22:00:00Z","clock":"00:00 CEST"}
$ printf '%s\n' 2026-10-25T00:30Z 2026-10-25T01:30Z | flitch 'select bin(line, 1h, "Europe/Berlin") as hour, format(line, "%H:%M %z", "Europe/Berlin") as clock'
{"hour":"2026-10-25T00:00:00Z","clock":"02:30 +0200"}
{"hour":"2026-10-25T01:00:00Z","clock":"02:30 +0100"}

# A stamp without a zone: --tz, by offset or name, or the zone of the call. One that occurs twice is the first.
$ flitch 'select time("2026-10-25T02:30") as t | head 1' app.log
{"t":"2026-10-25T02:30:00Z"}
$ flitch --tz +02:30 'select time("2026-10-25T02:30") as t | head 1' app.log
{"t":"2026-10-25T00:00:00Z"}
$ flitch --tz europe/berlin 'select time("2026-10-25T02:30") as t | head 1' app.log
{"t":"2026-10-25T00:30:00Z"}
! flitch: 1 line: a time occurs twice in Europe/Berlin, where clocks go back; the first is taken (first app.log:1)
$ flitch --tz Europe/Berlin 'select time("2026-03-29T02:30", "America/New_York") as t | head 1' app.log
{"t":"2026-03-29T06:30:00Z"}
$ TZ=Asia/Tokyo flitch --tz local 'select time("2026-03-02T02:30") as t | head 1' app.log
{"t":"2026-03-01T17:30:00Z"}
$ flitch --tz Berlin '' app.log
! flitch: `--tz`: unknown time zone `Berlin`; did you mean `Europe/Berlin`?
? 2
$ flitch --tz Moon/Base '' app.log
! flitch: `--tz`: unknown time zone `Moon/Base`; write `UTC`, `+02:00`, `Europe/Berlin` or `local`
? 2
$ flitch 'select hour(ts, "Europe/Berln") as h' app.jsonl
! flitch: unknown time zone `Europe/Berln`
!   select hour(ts, "Europe/Berln") as h
!                   ^^^^^^^^^^^^^^ did you mean `Europe/Berlin`?
? 2
$ flitch 'select hour(ts, "kolkata") as h' app.jsonl
! flitch: unknown time zone `kolkata`
!   select hour(ts, "kolkata") as h
!                   ^^^^^^^^^ did you mean `Asia/Kolkata`?
? 2
$ flitch 'select hour(ts, "CEST") as h' app.jsonl
! flitch: unknown time zone `CEST`
!   select hour(ts, "CEST") as h
!                   ^^^^^^
!   help: "Europe/Berlin"
!   help: "UTC"
!   help: "+02:00"
? 2
$ flitch 'select hour(ts, user) as h' app.jsonl
! flitch: a zone must be written out as a string
!   select hour(ts, user) as h
!                   ^^^^
!   help: "Europe/Berlin"
? 2
$ flitch --arg zone=Asia/Tokyo 'select hour(ts, arg.zone) as h | head 1' app.jsonl
{"h":18}

# Formats to read by. A year that is left out is the one nearest to --now.
$ printf '%s\n' '31/12/2025 23:59' 'soon' '' | flitch 'select time(line, "%d/%m/%Y %H:%M") as t'
{"t":"2025-12-31T23:59:00Z"}
{"t":null}
{"t":null}
! flitch: 2 lines: `time(line, "%d/%m/%Y %H:%M")` could not be computed (first standard input:2)
$ printf '%s\n' 'Dec 31 23:59:59' 'Jan  1 00:00:00' | flitch --now 2026-01-01T00:00:30Z 'select time(line, "%b %e %H:%M:%S") as t'
{"t":"2025-12-31T23:59:59Z"}
{"t":"2026-01-01T00:00:00Z"}
$ printf '{"t":1.5}\n{"t":"250"}\n{"t":"x"}\n' | flitch 'select time(t, "s") as s, time(t, "ms") as ms'
{"s":"1970-01-01T00:00:01.500Z","ms":"1970-01-01T00:00:00.001500Z"}
{"s":"1970-01-01T00:04:10Z","ms":"1970-01-01T00:00:00.250Z"}
{"s":null,"ms":null}
! flitch: 1 line: `time(t, "s")` could not be computed (first standard input:3); 1 line: `time(t, "ms")` could not be computed (first standard input:3)
$ flitch 'select time(ts, "%H:%M") as t' app.jsonl
! flitch: `%H:%M` is no format of a time: it must name a day: `%m` and `%d`, `%b` and `%d`, `%j`, `%F` or `%s`
!   select time(ts, "%H:%M") as t
!                   ^^^^^^^
? 2
$ flitch 'select time(ts, "%F %Z") as t' app.jsonl
! flitch: `%F %Z` is no format of a time: `%Z` cannot be read, since an abbreviation may mean several zones; read `%z`, or write the letters and name the zone
!   select time(ts, "%F %Z") as t
!                   ^^^^^^^
? 2
$ flitch 'select time(ts, "UTC", "%F") as t' app.jsonl
! flitch: a format comes before the zone
!   select time(ts, "UTC", "%F") as t
!                   ^^^^^
!   help: time(x[, format][, zone])
? 2

# Formats to write by.
$ flitch 'select format(ts, "%G-W%V-%u %j %p %3f") as a, format(ms, "08.3f") as b, format(user, ">8") as c | head 2' app.jsonl
{"a":"2026-W10-1 061 AM 250","b":"0012.500","c":"   alice"}
{"a":"2026-W10-1 061 AM 004","b":"0003.000","c":null}
$ flitch 'select format(msg, "%H") as h | head 1' app.jsonl
{"h":null}
! flitch: 1 line: `format(msg, "%H")` could not be computed (first app.jsonl:1)
$ flitch 'select format(ts, "%Q") as h' app.jsonl
! flitch: `%Q` is no format of a time: `%Q` is no part of a time format; there are `%Y %m %d %H %M %S` and others
!   select format(ts, "%Q") as h
!                     ^^^^
? 2
$ flitch 'select format(ms, ".2f", "UTC") as h' app.jsonl
! flitch: a zone is only for the format of a time
!   select format(ms, ".2f", "UTC") as h
!                            ^^^^^
!   help: format(ms, "%F %T", "Europe/Berlin")
? 2
$ flitch 'select strftime(ts, "%Y") as x' app.jsonl
! flitch: unknown function `strftime`
!   select strftime(ts, "%Y") as x
!          ^^^^^^^^^^^^^^^^^^
!   help: format(time, "%Y-%m-%d %H:%M:%S")
? 2

# Numbers since 1970, before it too.
$ printf '%s\n' 1969-12-31T23:59:59.9995Z 2026-03-02T09:00:01.250Z | flitch 'select epoch(line) as s, epoch(line, "ms") as ms, epoch(line, "ns") as ns'
{"s":-1,"ms":-1,"ns":-500000}
{"s":1772442001,"ms":1772442001250,"ns":1772442001250000000}
$ flitch 'select epoch(ts, "m") as x' app.jsonl
! flitch: `m` is no unit here
!   select epoch(ts, "m") as x
!                    ^^^
!   help: "s", "ms", "us" or "ns"
? 2

# One time for a run.
$ flitch --now 2026-03-02T09:15:00+01:00 'select now() as t | dedup' app.jsonl
{"t":"2026-03-02T08:15:00Z"}
$ flitch --now yesterday 'select now() as t' app.jsonl
! flitch: `--now`: `yesterday` is no time; write `2026-01-02T03:04:05Z`
? 2
