# Clocks go back: a stamp without an offset means two times, and the first is taken and counted.
$ printf '%s\n' '2026-10-25 01:59:59' '2026-10-25 02:00:00' '2026-10-25 02:59:59' '2026-10-25 03:00:00' '2026-10-25T02:30:00+01:00' > back
$ flitch -i lines --tz Europe/Berlin 'select time(line) as t' back
{"t":"2026-10-24T23:59:59Z"}
{"t":"2026-10-25T00:00:00Z"}
{"t":"2026-10-25T00:59:59Z"}
{"t":"2026-10-25T02:00:00Z"}
{"t":"2026-10-25T01:30:00Z"}
! flitch: 2 lines: a time occurs twice in Europe/Berlin, where clocks go back; the first is taken (first back:2)
$ flitch -i lines 'select time(line) as t' back
{"t":"2026-10-25T01:59:59Z"}
{"t":"2026-10-25T02:00:00Z"}
{"t":"2026-10-25T02:59:59Z"}
{"t":"2026-10-25T03:00:00Z"}
{"t":"2026-10-25T01:30:00Z"}
$ flitch -i lines --tz Europe/Berlin --strict 'count by bin(line, 1h) as hour' back
{"hour":"2026-10-24T23:00:00Z","count":1}
{"hour":"2026-10-25T00:00:00Z","count":2}
{"hour":"2026-10-25T02:00:00Z","count":1}
{"hour":"2026-10-25T01:00:00Z","count":1}
! flitch: 2 lines: a time occurs twice in Europe/Berlin, where clocks go back; the first is taken (first back:2)
? 4

# Clocks go forward: an hour is left out, and what shows it is counted too.
$ printf '%s\n' '2026-03-29 01:59:59' '2026-03-29 02:30:00' '2026-03-29 03:00:00' > forward
$ flitch -i lines --tz Europe/Berlin 'select time(line) as t' forward
{"t":"2026-03-29T00:59:59Z"}
{"t":"2026-03-29T01:30:00Z"}
{"t":"2026-03-29T01:00:00Z"}
! flitch: 1 line: a time never occurs in Europe/Berlin, where clocks go forward; it is read as if they did not (first forward:2)
$ flitch -i lines 'select time(line, "America/New_York") as t' forward
{"t":"2026-03-29T05:59:59Z"}
{"t":"2026-03-29T06:30:00Z"}
{"t":"2026-03-29T07:00:00Z"}
$ flitch -i lines --tz Europe/Berlin 'where line < t"2026-03-29T01:15Z"' forward
2026-03-29 01:59:59
2026-03-29 03:00:00
! flitch: 1 line: a time never occurs in Europe/Berlin, where clocks go forward; it is read as if they did not (first forward:2)

# However a stamp is read.
$ flitch -i lines --tz Europe/Berlin 'select f"{line:%H:%M}" as t' back
{"t":"23:59"}
{"t":"00:00"}
{"t":"00:59"}
{"t":"02:00"}
{"t":"01:30"}
! flitch: 2 lines: a time occurs twice in Europe/Berlin, where clocks go back; the first is taken (first back:2)
$ flitch -i lines --tz Europe/Berlin 'select time(line, "%Y-%m-%d %H:%M:%S") as t | head 3' back
{"t":"2026-10-24T23:59:59Z"}
{"t":"2026-10-25T00:00:00Z"}
{"t":"2026-10-25T00:59:59Z"}
! flitch: 2 lines: a time occurs twice in Europe/Berlin, where clocks go back; the first is taken (first back:2)
$ flitch -i lines --tz Europe/Berlin 'set time = line | sessions gap 10m' back
{"start":"2026-10-24T23:59:59Z","end":"2026-10-25T00:00:00Z","duration":"1s","count":2}
{"start":"2026-10-25T00:59:59Z","end":"2026-10-25T00:59:59Z","duration":"0s","count":1}
{"start":"2026-10-25T02:00:00Z","end":"2026-10-25T02:00:00Z","duration":"0s","count":1}
{"start":"2026-10-25T01:30:00Z","end":"2026-10-25T01:30:00Z","duration":"0s","count":1}
! flitch: 2 lines: a time occurs twice in Europe/Berlin, where clocks go back; the first is taken (first back:2)
$ flitch -i lines --tz Europe/Berlin 'running delta(time(line)) as d | select d' back
{"d":null}
{"d":"1s"}
{"d":"59m59s"}
{"d":"1h1s"}
{"d":"-30m"}
! flitch: 2 lines: a time occurs twice in Europe/Berlin, where clocks go back; the first is taken (first back:2)
$ flitch -i lines --tz Europe/Berlin 'select line - t"2026-10-25" as d' back
{"d":"-1s"}
{"d":"0s"}
{"d":"59m59s"}
{"d":"2h"}
{"d":"1h30m"}
! flitch: 2 lines: a time occurs twice in Europe/Berlin, where clocks go back; the first is taken (first back:2)
$ flitch -i lines --tz Europe/Berlin 'where line in (t"2026-10-25T00:00:00Z", t"2026-10-25T02:00:00Z")' back
2026-10-25 02:00:00
2026-10-25 03:00:00
! flitch: 2 lines: a time occurs twice in Europe/Berlin, where clocks go back; the first is taken (first back:2)

# A line that a stop has left unread is not counted.
$ flitch -i lines --tz Europe/Berlin 'select time(line) as t | head 1' back
{"t":"2026-10-24T23:59:59Z"}

# An abbreviation has several meanings, and one in a zone that goes by it.
$ printf '%s\n' 'Fri Oct 10 13:55:36 CDT 2025' 'Dec 10, 2025 12:00:53 PM CST' '2025-10-10 13:55:36 UTC' '2026-11-01 01:30:00 CST' '2026-11-01 01:30:00 CDT' > named
$ flitch -i lines 'select time(line) as t' named
{"t":null}
{"t":null}
{"t":"2025-10-10T13:55:36Z"}
{"t":null}
{"t":null}
! flitch: 4 lines: the zone of a time is an abbreviation, which has several meanings; name the zone that is meant, as `--tz America/Chicago` for CST and CDT (first named:1)
$ flitch -i lines --tz America/Chicago 'select time(line) as t' named
{"t":"2025-10-10T18:55:36Z"}
{"t":"2025-12-10T18:00:53Z"}
{"t":"2025-10-10T13:55:36Z"}
{"t":"2026-11-01T07:30:00Z"}
{"t":"2026-11-01T06:30:00Z"}
$ flitch -i lines --tz Europe/Berlin 'select time(line) as t' named
{"t":null}
{"t":null}
{"t":"2025-10-10T13:55:36Z"}
{"t":null}
{"t":null}
! flitch: 4 lines: the zone of a time is an abbreviation that Europe/Berlin did not go by then (first named:1)
$ flitch -i lines 'where line > t"2025-11-01"' named
! flitch: 4 lines: the zone of a time is an abbreviation, which has several meanings; name the zone that is meant, as `--tz America/Chicago` for CST and CDT (first named:1)
$ flitch -i lines 'select hour(line) as h' named
{"h":null}
{"h":null}
{"h":13}
{"h":null}
{"h":null}
! flitch: 4 lines: the zone of a time is an abbreviation, which has several meanings; name the zone that is meant, as `--tz America/Chicago` for CST and CDT (first named:1)
$ head -1 named | flitch -i lines 'select time(line, "%a %b %d %H:%M:%S CDT %Y", "America/Chicago") as t'
{"t":"2025-10-10T18:55:36Z"}
